// Made by `npm run generate` from core/key.ts; do not edit.
import { demanded, flag, number, object, objects, text, textSet, texts } from "./attributes.ts";

/** What is declared of a key, as attributes. All are optional here; a resource says which it demands. */
export const keyAttributes = {
  name: text("What people see in the gateway's console. Say where and how the key is used: prod-api-server."),
  description: text("For people; kept on our side where the gateway has no field for it."),
  group: text("The gateway's group or rate plan, by its exact name."),
  routes: objects("The models the key may call. Default: all that the group offers.", {
    provider: demanded(text("The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …")),
    enabled: flag("False closes the route without deleting it. Default: true."),
    models: texts("The models that may be called. Default: every model of the provider that the key's group offers."),
    priority: number("A hint, lower first. Gateways that do not know it ignore it, and a warning says so."),
    rate_limit: object("Refused on gateways that cannot enforce it; a key with more access than declared is never made.", {
      requests_per_minute: number("Requests per minute over this route."),
      tokens_per_minute: number("Tokens per minute over this route."),
    }),
  }),
  quota: object("The budget of the declared key, over all its rotations.", {
    amount: demanded(number("USD that the declared key may spend. It survives rotation: a new key gets what is left.")),
    reset: text("How often the amount is granted again. Default: never. One of Daily, Weekly, Monthly."),
  }),
  expires_at: text("The moment after which the key is refused by the gateway, and not rotated any more."),
  lifetime: text("How long each issued key may live at the gateway; it is rotated well before."),
  allowed_ips: textSet("Addresses or CIDR ranges that may use the key. Default: any."),
  enabled: flag("False switches the key off at the gateway without deleting it. Default: true."),
};

/** Attributes whose name in core is another one. */
export const coreNames: Readonly<Record<string, string>> = {
  "rate_limit": "rateLimit",
  "requests_per_minute": "requestsPerMinute",
  "tokens_per_minute": "tokensPerMinute",
  "expires_at": "expiresAt",
  "allowed_ips": "allowedIPs"
};
