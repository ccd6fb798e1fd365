import { type Answer, json, type Request } from "../http.ts";
import { allowsModel, type Bearer, groupsOf } from "./key-auth.ts";
import type { World } from "./world.ts";

const created = 1_626_777_600;

interface Model {
  readonly name: string;
  readonly anthropic: boolean;
}

/** `GET /v1/models`: in Anthropic's shape for its clients, else OpenAI's. */
export function listModels(world: World, request: Request, bearer: Bearer): Answer {
  const models = modelsFor(world, bearer);
  if (!world.profile.modernModels) {
    return json(200, { data: models.map(({ name }) => oldModel(name)), success: true });
  }
  const { headers, query } = request;
  // A Gemini client is expected on /v1beta; here its key parameter turns the list into a look-up of no model.
  if (query.has("key") || headers["x-goog-api-key"]) return noSuchModel("");
  if (headers["x-api-key"] && headers["anthropic-version"]) return anthropicList(models);
  return openaiList(models);
}

/** `GET /v1beta/openai/models` */
export function listModelsOpenAI(world: World, _request: Request, bearer: Bearer): Answer {
  return openaiList(modelsFor(world, bearer));
}

/** `GET /v1beta/models`: Gemini's shape. */
export function listModelsGemini(world: World, _request: Request, bearer: Bearer): Answer {
  const models = modelsFor(world, bearer).map(({ name }) => ({
    name,
    baseModelId: null,
    version: null,
    displayName: name,
    description: null,
    inputTokenLimit: null,
    outputTokenLimit: null,
    supportedGenerationMethods: null,
    thinking: null,
    temperature: null,
    maxTemperature: null,
    topP: null,
    topK: null,
  }));
  return json(200, { models, nextPageToken: null });
}

/** `GET /v1/models/:model`: an unknown one is HTTP 200 with an error. */
export function getModel(world: World, request: Request): Answer {
  const name = request.params.model ?? "";
  const known = world.site.channels.some((channel) => channel.models.includes(name));
  if (!known) return noSuchModel(name);
  if (!world.profile.modernModels) return json(200, oldModel(name));
  const owner = { owned_by: "advanced_custom", supported_endpoint_types: null };
  return json(200, { id: name, object: "model", created, ...owner });
}

function modelsFor(world: World, bearer: Bearer): Model[] {
  const { site, profile } = world;
  const { token } = bearer;
  if (!profile.modernModels && token.modelLimitsEnabled) {
    const names = token.modelLimits === "" ? [] : token.modelLimits.split(",");
    return names.map((name) => ({ name, anthropic: false }));
  }
  const seen = new Map<string, Model>();
  for (const group of groupsOf(world, bearer)) {
    for (const name of site.models(group)) {
      const hidden = profile.modernModels && (site.price(name) === undefined || !allowsModel(token, name));
      if (hidden || seen.has(name)) continue;
      seen.set(name, { name, anthropic: site.channelFor(group, name)?.type === 14 });
    }
  }
  return [...seen.values()];
}

function openaiList(models: readonly Model[]): Answer {
  const data = models.map(({ name, anthropic }) => ({
    id: name,
    object: "model",
    created,
    owned_by: anthropic ? "claude" : "openai",
    supported_endpoint_types: anthropic ? ["anthropic", "openai"] : ["openai"],
  }));
  return json(200, { data, object: "list", success: true });
}

function anthropicList(models: readonly Model[]): Answer {
  const time = new Date(created * 1000).toISOString().replace(".000", "");
  const data = models.map(({ name }) => ({ id: name, created_at: time, display_name: name, type: "model" }));
  const ends = { first_id: data[0]?.id ?? "", has_more: false, last_id: data.at(-1)?.id ?? "" };
  return json(200, { data, ...ends });
}

/** Owners that old servers name for models they know; everything else is "custom". */
const oldOwners: Readonly<Record<string, string>> = {
  "claude-3-5-sonnet-20241022": "vertex-ai",
  "gpt-4o-mini": "openai",
};

function oldModel(name: string): Record<string, unknown> {
  const permission = {
    id: "modelperm-LwHkVFn8AcMItP432fKKDIKJ",
    object: "model_permission",
    created,
    allow_create_engine: true,
    allow_sampling: true,
    allow_logprobs: true,
    allow_search_indices: false,
    allow_view: true,
    allow_fine_tuning: false,
    organization: "*",
    group: null,
    is_blocking: false,
  };
  const owner = oldOwners[name] ?? "custom";
  return { id: name, object: "model", created, owned_by: owner, permission: [permission], root: name, parent: null };
}

function noSuchModel(name: string): Answer {
  const message = `The model '${name}' does not exist`;
  const error = { message, type: "invalid_request_error", param: "model", code: "model_not_found" };
  return { ...json(200, { error }), ok: false };
}
