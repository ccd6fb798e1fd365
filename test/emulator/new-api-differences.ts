/** Steps of a recording (by `why`) that the emulator answers differently on purpose, and why that is right. */
export type KnownDifferences = Readonly<Record<string, string>>;

const decoration = "the emulator leaves out what only decorates the web console: links, currencies, login providers";
const chatSemantics = "how a chat is translated for an Anthropic channel is the relay's business, not the key's";
const ownModels = "the server lists every model it has ever heard of; the emulator lists those of its channels";

const both: KnownDifferences = {
  "status before set-up, no credentials": decoration,
  "status: what can be learned without credentials": decoration,
  "another forwarded address": decoration,
  "the API in that state": decoration,
  "models by channel type": ownModels,
  "Claude model through chat completions": chatSemantics,
};

export const rc24Differences: KnownDifferences = {
  ...both,
  "price list, no credentials": "vendors, cache prices and endpoints of the price list are not emulated",
  "list above the limit": "which of ten creates at once finds the last place is chance",
};

export const v0682Differences: KnownDifferences = {
  ...both,
  "the plain list is not affected": "in which order fifty creates at once arrive is chance",
  "the list does not": "in which order fifty creates at once arrive is chance",
};
