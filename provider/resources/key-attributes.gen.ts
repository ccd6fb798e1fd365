// Made by `npm run generate` from core/key.ts; do not edit.
import type { Attribute } from "../protocol/schema.ts";

/** What is declared of a key, as attributes. All are optional here; a resource says which it demands. */
export const keyAttributes = {
  "name": {
    "description": "What people see in the gateway's console. Say where and how the key is used: prod-api-server.",
    "optional": true,
    "type": "string"
  },
  "description": {
    "description": "For people; kept on our side where the gateway has no field for it.",
    "optional": true,
    "type": "string"
  },
  "group": {
    "description": "The gateway's group or rate plan, by its exact name.",
    "optional": true,
    "type": "string"
  },
  "routes": {
    "description": "The models the key may call. Default: all that the group offers.",
    "optional": true,
    "nested": {
      "nesting": "list",
      "attributes": {
        "provider": {
          "description": "The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …",
          "required": true,
          "type": "string"
        },
        "enabled": {
          "description": "False closes the route without deleting it. Default: true.",
          "optional": true,
          "type": "bool"
        },
        "models": {
          "description": "The models that may be called. Default: every model of the provider that the key's group offers.",
          "optional": true,
          "type": [
            "list",
            "string"
          ]
        },
        "priority": {
          "description": "A hint, lower first. Gateways that do not know it ignore it, and a warning says so.",
          "optional": true,
          "type": "number"
        },
        "rate_limit": {
          "description": "Refused on gateways that cannot enforce it; a key with more access than declared is never made.",
          "optional": true,
          "nested": {
            "nesting": "single",
            "attributes": {
              "requests_per_minute": {
                "description": "Requests per minute over this route.",
                "optional": true,
                "type": "number"
              },
              "tokens_per_minute": {
                "description": "Tokens per minute over this route.",
                "optional": true,
                "type": "number"
              }
            }
          }
        }
      }
    }
  },
  "quota": {
    "description": "The budget of the declared key, over all its rotations.",
    "optional": true,
    "nested": {
      "nesting": "single",
      "attributes": {
        "amount": {
          "description": "USD that the declared key may spend. It survives rotation: a new key gets what is left.",
          "required": true,
          "type": "number"
        },
        "reset": {
          "description": "How often the amount is granted again. Default: never. One of Daily, Weekly, Monthly.",
          "optional": true,
          "type": "string"
        }
      }
    }
  },
  "expires_at": {
    "description": "The moment after which the key is refused by the gateway, and not rotated any more.",
    "optional": true,
    "type": "string"
  },
  "lifetime": {
    "description": "How long each issued key may live at the gateway; it is rotated well before.",
    "optional": true,
    "type": "string"
  },
  "allowed_ips": {
    "description": "Addresses or CIDR ranges that may use the key. Default: any.",
    "optional": true,
    "type": [
      "set",
      "string"
    ]
  },
  "enabled": {
    "description": "False switches the key off at the gateway without deleting it. Default: true.",
    "optional": true,
    "type": "bool"
  }
} as const satisfies Readonly<Record<string, Attribute>>;

/** Attributes whose name in core is another one. */
export const coreNames: Readonly<Record<string, string>> = {
  "rate_limit": "rateLimit",
  "requests_per_minute": "requestsPerMinute",
  "tokens_per_minute": "tokensPerMinute",
  "expires_at": "expiresAt",
  "allowed_ips": "allowedIPs"
};
