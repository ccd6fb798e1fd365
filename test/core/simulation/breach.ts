/** A rule was broken. The message says which and how, in plain words. */
export class Breach extends Error {}
