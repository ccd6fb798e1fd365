import type { Attribute, Schema } from "../../protocol/schema.ts";
import { kubernetesAttribute } from "../kube/block.ts";

/** An attribute that has an environment variable beside it. */
type Setting = Attribute & { readonly environment?: string };

const address = (description: string, environment: string): Setting => ({
  type: "string",
  optional: true,
  description: `${description} Environment: \`${environment}\`.`,
  environment,
});
const secret = (description: string, environment: string): Setting => ({
  ...address(description, environment),
  sensitive: true,
});

/** Where the gateway is. Set one of them in the block, and the environment's are not looked at. */
export const addressSettings = {
  preset: address("A known service, `TokModel` or `TokenForMe`; gives driver and addresses.", "TOKAPI_PRESET"),
  region: address("The site of TokenForMe: `global`, `cn` or `ue1`. Default: `global`.", "TOKAPI_REGION"),
  driver: address("The software behind the gateway, if there is no preset: `new-api` or `sub2api`.", "TOKAPI_DRIVER"),
  panel_url: address("Where keys are managed: the console's address, without /api.", "TOKAPI_PANEL_URL"),
  data_url: address("Where keys are used, without /v1. Default: `panel_url`.", "TOKAPI_DATA_URL"),
} as const;

/** Who we are there. Set one of them in the block, and neither the environment's nor the file's are looked at. */
export const credentialSettings = {
  access_token: secret("New API: the account's system access token.", "TOKAPI_ACCESS_TOKEN"),
  user_id: address("New API: the account's numeric id; servers before v1.0.0-rc.22 demand it.", "TOKAPI_USER_ID"),
  email: address("Sub2API: the account's address.", "TOKAPI_EMAIL"),
  password: secret("Sub2API: the account's password.", "TOKAPI_PASSWORD"),
  totp_secret: secret("Sub2API: the base32 secret of the second factor, if the account has one.", "TOKAPI_TOTP_SECRET"),
  refresh_token: secret(
    "Sub2API: a refresh token. It changes with every use, so it belongs into `credentials_file`, where the new one is kept.",
    "TOKAPI_REFRESH_TOKEN",
  ),
} as const;

/** The provider block. */
export const providerSchema: Schema = {
  description:
    "Keys of LLM gateways that run New API (TokModel) or Sub2API (tokenfor.me): created, tried, delivered, rotated and revoked.",
  attributes: {
    ...addressSettings,
    ...credentialSettings,
    credentials_file: address(
      "A JSON file with `accessToken` and `userId`, or `email`, `password` and `totpSecret`, or `refreshToken`. A refresh token that changed is written back.",
      "TOKAPI_CREDENTIALS_FILE",
    ),
    owner: {
      type: "string",
      optional: true,
      description:
        "Goes into the names that keys bear at the gateway. Give each configuration (root module and workspace) that shares an account one of its own, or two of them that declare the same name will meet. Default: `default`.",
    },
    verify: {
      type: "bool",
      optional: true,
      description:
        "Whether a new key is tried on the data plane before anything relies on it. Switch it off only where the data plane cannot be reached from here. Default: true.",
    },
    ca_bundle: {
      type: "string",
      optional: true,
      description: "PEM certificates; when given, only these authorities are trusted.",
    },
    proxy: address("An HTTP proxy for the gateway, as a URL.", "TOKAPI_PROXY"),
    timeout: { type: "string", optional: true, description: "For one call with its retries. Default: `30s`." },
    kubernetes: kubernetesAttribute,
    rate_limits: {
      optional: true,
      description:
        "Limits by bucket in place of the gateway's defaults, for sites that changed theirs. A limit of 0 switches the bucket's limit off.",
      nested: {
        nesting: "map",
        attributes: {
          limit: { type: "number", required: true, description: "So many calls in a window; 0 for no limit." },
          window: { type: "string", optional: true, description: "The window's length, for example `1m`." },
        },
      },
    },
  },
};
