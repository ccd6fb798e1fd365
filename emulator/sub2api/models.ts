const claude: readonly [string, string, string][] = [
  ["claude-opus-4-5-20251101", "Claude Opus 4.5", "2025-11-01T00:00:00Z"],
  ["claude-opus-4-6", "Claude Opus 4.6", "2026-02-06T00:00:00Z"],
  ["claude-sonnet-4-6", "Claude Sonnet 4.6", "2026-02-18T00:00:00Z"],
  ["claude-sonnet-4-5-20250929", "Claude Sonnet 4.5", "2025-09-29T00:00:00Z"],
  ["claude-haiku-4-5-20251001", "Claude Haiku 4.5", "2025-10-01T00:00:00Z"],
];

const gpt: readonly [string, string, number][] = [
  ["gpt-5.5", "GPT-5.5", 1776873600],
  ["gpt-5.4", "GPT-5.4", 1738368000],
  ["gpt-5.4-mini", "GPT-5.4 Mini", 1738368000],
  ["gpt-5.3-codex-spark", "GPT-5.3 Codex Spark", 1735689600],
  ["gpt-5.2", "GPT-5.2", 1733875200],
];

const gemini: readonly [string, string][] = [
  ["gemini-2.5-pro", "Gemini 2.5 Pro"],
  ["gemini-2.5-flash", "Gemini 2.5 Flash"],
];

/** `GET /v1/models`: the default list of the group's platform, whether or not an upstream exists. */
export function modelList(platform: string): Record<string, unknown> {
  const data =
    platform === "openai"
      ? gpt.map(([id, name, at]) => ({
          id,
          object: "model",
          created: at,
          owned_by: "openai",
          type: "model",
          display_name: name,
        }))
      : platform === "gemini"
        ? gemini.map(([id, name]) => ({ id, type: "model", display_name: name, created_at: "2025-06-17T00:00:00Z" }))
        : claude.map(([id, name, at]) => ({ id, type: "model", display_name: name, created_at: at }));
  return { data, object: "list" };
}

/** `GET /v1beta/models` */
export function geminiModelList(): Record<string, unknown> {
  return {
    models: gemini.map(([id, name]) => ({
      name: `models/${id}`,
      displayName: name,
      supportedGenerationMethods: ["generateContent", "streamGenerateContent"],
    })),
  };
}

/** USD per token, in and out; models nobody knows cost nothing. */
export function priceOf(model: string): readonly [number, number] {
  if (model.startsWith("claude-")) return [3e-6, 15e-6];
  if (model === "gpt-4o-mini") return [0.15e-6, 0.6e-6];
  return model.startsWith("gpt-5") ? [1.25e-6, 10e-6] : [0, 0];
}
