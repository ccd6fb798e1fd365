/** How every request of ours names itself; the version is that of package.json (a test compares them). */
export const userAgent = "tokapi/0.1.0 (+https://tokapi.dev)";
