/** Which vendor a model is of. Providers are written in lower case: openai, anthropic, gemini, … */

/** Other names of a vendor, as sites write them. */
const aliases: Readonly<Record<string, string>> = {
  google: "gemini",
  "google gemini": "gemini",
  vertex: "gemini",
  claude: "anthropic",
  grok: "xai",
  "x.ai": "xai",
  moonshotai: "moonshot",
  kimi: "moonshot",
  alibaba: "qwen",
  阿里巴巴: "qwen",
  "qwen ai": "qwen",
  zhipuai: "zhipu",
  智谱: "zhipu",
  glm: "zhipu",
  bytedance: "doubao",
  字节跳动: "doubao",
  "mistral ai": "mistral",
  mistralai: "mistral",
  "meta llama": "meta",
  llama: "meta",
};

/**
 * How the vendors name their models, for sites whose price list names no vendors. Only prefixes that one vendor alone
 * uses; a model that none of these fits has no known provider, and then a route must name its models.
 */
const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(gpt-|chatgpt-|o[1345](-|$)|dall-e|text-embedding-(3|ada)|tts-1|whisper-|codex-|sora-|omni-moderation)/, "openai"],
  [/^claude-/, "anthropic"],
  [/^(gemini-|gemma-|imagen-|veo-)/, "gemini"],
  [/^deepseek-/, "deepseek"],
  [/^grok-/, "xai"],
  [/^(qwen|qwq-|qvq-)/, "qwen"],
  [/^glm-/, "zhipu"],
  [/^(kimi-|moonshot-)/, "moonshot"],
  [/^doubao-/, "doubao"],
  [/^(mistral-|magistral-|codestral-|ministral-|pixtral-|open-mi[sx]tral-)/, "mistral"],
  [/^(llama-|meta-llama)/, "meta"],
  [/^(minimax-|abab)/, "minimax"],
  [/^command-/, "cohere"],
];

/** One spelling for every name of a vendor. */
export function canonicalProvider(name: string): string {
  const lower = name.trim().toLowerCase();
  return aliases[lower] ?? lower.replace(/\s+/g, "-");
}

/** The vendor of a model: the site's word if it has one, else the prefix table, else undefined. */
export function providerOf(model: string, vendor: string | undefined): string | undefined {
  if (vendor !== undefined) return canonicalProvider(vendor);
  const bare = model.toLowerCase();
  return prefixes.find(([pattern]) => pattern.test(bare))?.[1];
}
