/**
 * For every CEL rule of the CRDs one object that passes and one that is refused. The same table goes to the API server
 * and to our own parser; the test fails when a rule has no line here.
 */
export interface RuleCase {
  readonly kind: string;
  /** The path of the schema that has the rule. */
  readonly path: string;
  /** Enough of the message to know it by. */
  readonly message: string;
  /** For rules about a change: what is there before. */
  readonly before?: object;
  readonly good: object;
  readonly bad: object;
  /** The field in the API server's answer; default: `path`. */
  readonly field?: string;
  /** The resources' names, where these are what the rule is about. */
  readonly names?: { readonly good: string; readonly bad: string };
}

/** The smallest spec of each kind; a case adds to it. */
export const smallest: Readonly<Record<string, object>> = {
  TokApiKey: { gatewayRef: { name: "tokmodel" } },
  TokModelRoute: { provider: "openai" },
  TokGateway: { preset: "TokModel", credentialsSecretRef: { name: "account" } },
  ClusterTokGateway: {
    preset: "TokModel",
    credentialsSecretRef: { name: "account" },
    namespaces: ["team-a"],
  },
};

const adviceName = "does not say what the key is for";
const dataKeyMessage = "data keys consist of";
const metadataKeyMessage = "keys of labels and annotations look like";

function key(path: string, message: string, good: object, bad: object, more: Partial<RuleCase> = {}): RuleCase {
  return { kind: "TokApiKey", path, message, good, bad, ...more };
}

const secret = (value: object) => ({ secret: value });
const template = (value: object) => ({ secret: { template: value } });

const keyCases: readonly RuleCase[] = [
  key("", "must then consist of 3 to 63", {}, {}, { names: { good: "prod-api", bad: "prod.api" } }),
  key("", adviceName, {}, {}, { names: { good: "prod-api-server", bad: "key1" } }),
  key("spec", "name must consist of", { name: "prod-api" }, { name: "Prod_API" }, { field: "spec.name" }),
  key("spec", `name ${adviceName}`, { name: "test-bench" }, { name: "test" }, { field: "spec.name" }),
  key(
    "spec",
    "give either expiresAt",
    { expiresAt: "2030-01-31T00:00:00Z" },
    { expiresAt: "2030-01-31T00:00:00Z", lifetime: "90d" },
    { field: "spec.lifetime" },
  ),
  key(
    "spec",
    "lifetime is not longer than rotation.every",
    { lifetime: "45d", rotation: { every: "720h" } },
    { lifetime: "30d", rotation: { every: "720h" } },
    { field: "spec.lifetime" },
  ),
  key(
    "spec",
    "adopt is looked at once",
    {},
    { adopt: { id: "8" } },
    { before: { adopt: { id: "7" } }, field: "spec.adopt" },
  ),
  key(
    "spec",
    "the type of a Secret cannot be changed",
    secret({ name: "other", template: { type: "Opaque" } }),
    template({}),
    {
      before: template({ type: "example.com/llm" }),
    },
  ),
  key(
    "spec.gatewayRef",
    "cannot move to another gateway",
    { gatewayRef: { name: "tokmodel", kind: "TokGateway" } },
    { gatewayRef: { name: "tokmodel", kind: "ClusterTokGateway" } },
    { before: {} },
  ),
  key("spec.quota.amount", "must be at least 0.000001", { quota: { amount: 5 } }, { quota: { amount: 0 } }),
  key("spec.adopt", "either id or name", { adopt: { name: "old-key" } }, { adopt: { id: "7", name: "old-key" } }),
  key(
    "spec.rotation",
    "either every or schedule",
    { rotation: { schedule: "0 3 * * 1" } },
    { rotation: { every: "30d", schedule: "0 3 * * 1" } },
    { field: "spec.rotation.schedule" },
  ),
  key(
    "spec.rotation",
    "timeZone goes with schedule",
    { rotation: { schedule: "0 3 * * 1", timeZone: "Europe/Berlin" } },
    { rotation: { every: "30d", timeZone: "Europe/Berlin" } },
    { field: "spec.rotation.timeZone" },
  ),
  key(
    "spec.rotation",
    "does not fit into every",
    { rotation: { every: "2w", overlap: "13d" } },
    { rotation: { every: "2w", overlap: "14d" } },
    { field: "spec.rotation.overlap" },
  ),
  key(
    "spec.rotation",
    "maxOverlap is shorter",
    { rotation: { every: "30d", overlap: "90m", maxOverlap: "1h30m" } },
    { rotation: { every: "30d", overlap: "90m", maxOverlap: "1h" } },
    { field: "spec.rotation.maxOverlap" },
  ),
  key(
    "spec.verify",
    "on the data plane only",
    { verify: { models: true } },
    { verify: { models: true, dataPlane: false } },
    { field: "spec.verify.models" },
  ),
  key(
    "spec.secret",
    "with creationPolicy Merge",
    secret({ creationPolicy: "Merge", template: {} }),
    secret({ creationPolicy: "Merge", template: { type: "Opaque" } }),
  ),
  key(
    "spec.secret",
    "names an entry that keys delivers",
    secret({ keys: { apiKey: "KEY" }, template: { data: { apiKey: "x" } } }),
    secret({ template: { data: { baseURL: "x" } } }),
  ),
  key(
    "spec.secret",
    "needs previous: true",
    secret({ previous: true, template: { data: { OLD: `\${previousApiKey}` } } }),
    template({ data: { OLD: `\${previousApiKey}` } }),
  ),
  key(
    "spec.secret.keys",
    "the same name",
    secret({ keys: { apiKey: "baseURL", baseURL: "apiKey" } }),
    secret({ keys: { apiKey: "baseURL" } }),
  ),
  ...["kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token"].map((type) =>
    key(
      "spec.secret.template",
      "mint credentials",
      template({ type: "kubernetes.io/basic-auth" }),
      template({ type }),
      {
        field: "spec.secret.template.type",
      },
    ),
  ),
  key(
    "spec.secret.template.labels",
    metadataKeyMessage,
    template({ labels: { "example.com/team": "a" } }),
    template({ labels: { "bad key": "a" } }),
  ),
  key(
    "spec.secret.template.labels",
    "labels under tokapi.dev/",
    template({ labels: { team: "a" } }),
    template({ labels: { "tokapi.dev/key": "a" } }),
  ),
  key(
    "spec.secret.template.annotations",
    metadataKeyMessage,
    template({ annotations: { "example.com/team": "a b" } }),
    template({ annotations: { "/x": "a" } }),
  ),
  ...["kubernetes.io/service-account.name", "tokapi.dev/key-id"].map((name) =>
    key(
      "spec.secret.template.annotations",
      "annotations under kubernetes.io/service-account.",
      template({ annotations: { "reloader.example.com/match": "true" } }),
      template({ annotations: { [name]: "a" } }),
    ),
  ),
  key(
    "spec.secret.template.data",
    dataKeyMessage,
    template({ data: { ".env": `KEY=\${apiKey}` } }),
    template({ data: { "a/b": "x" } }),
  ),
  key(
    "spec.secret.template.data.*",
    `knows only \${apiKey}`,
    template({ data: { url: `\${baseURL}/v1?a=$1&b=$\${c}&r=\${revision}$` } }),
    template({ data: { url: `\${baseUrl}/v1` } }),
    { field: "spec.secret.template.data[url]" },
  ),
];

const own = { preset: undefined, driver: "new-api", panelURL: "https://llm.example.com" };

function gatewayCases(kind: string): RuleCase[] {
  const gateway = (path: string, message: string, good: object, bad: object, field?: string): RuleCase => ({
    kind,
    path,
    message,
    good,
    bad,
    ...(field ? { field } : {}),
  });
  const address = "must look like https://gateway.example.com";
  return [
    gateway("spec", "give either preset", own, { preset: undefined }),
    gateway("spec", "driver needs panelURL", own, { ...own, panelURL: undefined }, "spec.panelURL"),
    gateway("spec", "a preset has addresses", {}, { panelURL: "https://llm.example.com" }, "spec.preset"),
    gateway("spec", "region goes with", { preset: "TokenForMe", region: "cn" }, { region: "cn" }, "spec.region"),
    gateway(
      "spec.panelURL",
      address,
      { ...own, panelURL: "http://new-api.llm.svc:3000/sub" },
      { ...own, panelURL: "https://a:b@c.example" },
    ),
    gateway(
      "spec.dataURL",
      address,
      { ...own, dataURL: "https://api.example.com" },
      { ...own, dataURL: "ftp://a.example" },
    ),
    gateway(
      "spec.proxy.url",
      address,
      { proxy: { url: "http://proxy:3128" } },
      { proxy: { url: "http://u:p@proxy:3128" } },
    ),
    gateway(
      "spec.caBundle",
      "exactly one of",
      { caBundle: { configMapRef: { name: "ca" } } },
      { caBundle: { configMapRef: { name: "ca" }, secretRef: { name: "ca" } } },
    ),
    gateway(
      "spec.rateLimits[]",
      "either limit and window",
      {
        rateLimits: [
          { bucket: "GA", limit: 60, window: "1m" },
          { bucket: "CT", unlimited: true },
        ],
      },
      { rateLimits: [{ bucket: "GA", limit: 60 }] },
      "spec.rateLimits[0]",
    ),
  ];
}

const clusterCases: readonly RuleCase[] = [
  {
    kind: "ClusterTokGateway",
    path: "spec",
    message: "say which namespaces",
    good: { namespaces: undefined, namespaceSelector: {} },
    bad: { namespaces: [] },
  },
  {
    kind: "ClusterTokGateway",
    path: "spec.namespaceSelector.matchLabels",
    message: metadataKeyMessage,
    good: { namespaceSelector: { matchLabels: { "example.com/llm": "yes" } } },
    bad: { namespaceSelector: { matchLabels: { "not a key": "yes" } } },
  },
  {
    kind: "ClusterTokGateway",
    path: "spec.namespaceSelector.matchExpressions[]",
    message: "In and NotIn need values",
    good: { namespaceSelector: { matchExpressions: [{ key: "team", operator: "In", values: ["a"] }] } },
    bad: { namespaceSelector: { matchExpressions: [{ key: "team", operator: "Exists", values: ["a"] }] } },
    field: "spec.namespaceSelector.matchExpressions[0]",
  },
];

export const ruleCases: readonly RuleCase[] = [
  ...keyCases,
  ...gatewayCases("TokGateway"),
  ...gatewayCases("ClusterTokGateway"),
  ...clusterCases,
];
