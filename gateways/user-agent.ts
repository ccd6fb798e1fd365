/** Of this program; a test compares it with package.json. */
export const version = "0.1.0";

/** How every request of ours names itself. */
export const userAgent = `tokapi/${version} (+https://tokapi.dev)`;
