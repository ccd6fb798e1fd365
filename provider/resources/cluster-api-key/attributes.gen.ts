// Made by `npm run generate` from operator/resources/tok-api-key.ts; do not edit.
import type { Attribute } from "../../protocol/schema.ts";
import { coreNames, keyAttributes } from "../key-attributes.gen.ts";
import type { Limits } from "./limits.ts";

/** The spec of a TokApiKey. */
export const specAttributes = {
  ...keyAttributes,
  "gateway_ref": {
    "description": "The gateway that issues the key. It cannot be changed.",
    "required": true,
    "nested": {
      "nesting": "single",
      "attributes": {
        "name": {
          "description": "The gateway's name.",
          "required": true,
          "type": "string"
        },
        "kind": {
          "description": "TokGateway in this namespace, or ClusterTokGateway. Default: TokGateway. One of TokGateway, ClusterTokGateway.",
          "optional": true,
          "type": "string"
        }
      }
    }
  },
  "route_refs": {
    "description": "TokModelRoutes of this namespace, in addition to `routes`.",
    "optional": true,
    "nested": {
      "nesting": "list",
      "attributes": {
        "name": {
          "description": "The route's name.",
          "required": true,
          "type": "string"
        }
      }
    }
  },
  "adopt": {
    "description": "Take over a key that exists at the gateway instead of making the first one. Looked at once.",
    "optional": true,
    "nested": {
      "nesting": "single",
      "attributes": {
        "id": {
          "description": "The key's id at the gateway.",
          "optional": true,
          "type": "string"
        },
        "name": {
          "description": "The key's name at the gateway; exactly one key may bear it.",
          "optional": true,
          "type": "string"
        }
      }
    }
  },
  "secret": {
    "description": "The Secret that holds the key.",
    "optional": true,
    "nested": {
      "nesting": "single",
      "attributes": {
        "name": {
          "description": "The Secret's name. After a change the Secret of the old name is deleted once the new one holds the key, if creation_policy is Owner. Default: the name of this resource.",
          "optional": true,
          "type": "string"
        },
        "keys": {
          "description": "The names of the Secret's entries.",
          "optional": true,
          "nested": {
            "nesting": "single",
            "attributes": {
              "api_key": {
                "description": "For the key. Default: apiKey.",
                "optional": true,
                "type": "string"
              },
              "base_url": {
                "description": "For the gateway's address, without /v1. Default: baseURL.",
                "optional": true,
                "type": "string"
              },
              "previous_api_key": {
                "description": "For the key before this one, with `previous: true`. Default: previousApiKey.",
                "optional": true,
                "type": "string"
              }
            }
          }
        },
        "template": {
          "description": "What the Secret holds besides the key and the address.",
          "optional": true,
          "nested": {
            "nesting": "single",
            "attributes": {
              "type": {
                "description": "The Secret's type. It cannot be changed later, except together with the Secret's name. Default: Opaque.",
                "optional": true,
                "type": "string"
              },
              "labels": {
                "description": "Further labels of the Secret.",
                "optional": true,
                "type": [
                  "map",
                  "string"
                ]
              },
              "annotations": {
                "description": "Further annotations of the Secret.",
                "optional": true,
                "type": [
                  "map",
                  "string"
                ]
              },
              "data": {
                "description": "Further entries, beside the key and the address. ${apiKey}, ${baseURL}, ${previousApiKey}, ${revision} are replaced; $${ stands for ${ itself. For example OPENAI_BASE_URL: ${baseURL}/v1. HCL has dollars of its own: double each of these.",
                "optional": true,
                "type": [
                  "map",
                  "string"
                ]
              }
            }
          }
        },
        "previous": {
          "description": "True: the key before this one is delivered beside it while it works. Default: false.",
          "optional": true,
          "type": "bool"
        },
        "creation_policy": {
          "description": "Owner: the Secret is ours and goes with this resource. Orphan: it is ours and stays. Merge: it is somebody else's and must exist; only our entries are written. Default: Owner. One of Owner, Orphan, Merge.",
          "optional": true,
          "type": "string"
        }
      }
    }
  },
  "rotation": {
    "description": "When and how the key is replaced. Default: only on request.",
    "optional": true,
    "nested": {
      "nesting": "single",
      "attributes": {
        "every": {
          "description": "Rotate so often; spread a little, so that keys declared together do not rotate together.",
          "optional": true,
          "type": "string"
        },
        "schedule": {
          "description": "Rotate at these times, as a cron pattern; instead of `every`.",
          "optional": true,
          "type": "string"
        },
        "time_zone": {
          "description": "The zone of `schedule`, an IANA name. Default: UTC.",
          "optional": true,
          "type": "string"
        },
        "overlap": {
          "description": "How long the old key goes on working beside the new one at least. Default: 1h.",
          "optional": true,
          "type": "string"
        },
        "retire_when_idle_for": {
          "description": "The old key must have been unused for so long, where the gateway reports it; 0s asks for nothing. Default: 15m.",
          "optional": true,
          "type": "string"
        },
        "max_overlap": {
          "description": "After so long, `at_max_overlap` says what happens to an old key still in use. Default: 7d.",
          "optional": true,
          "type": "string"
        },
        "at_max_overlap": {
          "description": "Keep goes on waiting, with a condition, an event and a metric. Revoke ends it. Default: Keep. One of Keep, Revoke.",
          "optional": true,
          "type": "string"
        },
        "disable_before_delete": {
          "description": "The old key is disabled for so long before it is deleted; one annotation brings it back. 0s deletes at once. Default: 24h.",
          "optional": true,
          "type": "string"
        },
        "window": {
          "description": "Rotations on schedule begin only while this window is open. Default: always.",
          "optional": true,
          "nested": {
            "nesting": "single",
            "attributes": {
              "schedule": {
                "description": "When the window opens, as a cron pattern.",
                "required": true,
                "type": "string"
              },
              "duration": {
                "description": "How long it stays open.",
                "required": true,
                "type": "string"
              },
              "time_zone": {
                "description": "Default: UTC.",
                "optional": true,
                "type": "string"
              }
            }
          }
        }
      }
    }
  },
  "rollout_restart": {
    "description": "Workloads that read the Secret at start only. They are restarted after each delivery, and the old key lives until they run with the new one.",
    "optional": true,
    "nested": {
      "nesting": "list",
      "attributes": {
        "kind": {
          "description": "What to restart. One of Deployment, StatefulSet, DaemonSet.",
          "required": true,
          "type": "string"
        },
        "name": {
          "description": "Its name, in this namespace.",
          "required": true,
          "type": "string"
        }
      }
    }
  },
  "verify": {
    "description": "How a new key is tried before it is delivered. Default: on the data plane.",
    "optional": true,
    "nested": {
      "nesting": "single",
      "attributes": {
        "data_plane": {
          "description": "False: a new key is delivered without having been tried, for gateways whose data plane cannot be reached from here. Default: true.",
          "optional": true,
          "type": "bool"
        },
        "models": {
          "description": "True: a new key must also show every model that the routes name. Default: false.",
          "optional": true,
          "type": "bool"
        }
      }
    }
  },
  "deletion_policy": {
    "description": "What happens at the gateway when this resource is deleted. Default: Revoke. One of Revoke, Retain.",
    "optional": true,
    "type": "string"
  },
  "suspend": {
    "description": "True: nothing is issued, rotated, changed or revoked until it is false again; deleting the resource revokes all the same. Default: false.",
    "optional": true,
    "type": "bool"
  }
} satisfies Readonly<Record<string, Attribute>>;

/** Attributes whose name in the CRD is another one. */
export const crdNames: Readonly<Record<string, string>> = {
  ...coreNames,
  "gateway_ref": "gatewayRef",
  "route_refs": "routeRefs",
  "api_key": "apiKey",
  "base_url": "baseURL",
  "previous_api_key": "previousApiKey",
  "creation_policy": "creationPolicy",
  "time_zone": "timeZone",
  "retire_when_idle_for": "retireWhenIdleFor",
  "max_overlap": "maxOverlap",
  "at_max_overlap": "atMaxOverlap",
  "disable_before_delete": "disableBeforeDelete",
  "rollout_restart": "rolloutRestart",
  "data_plane": "dataPlane",
  "deletion_policy": "deletionPolicy"
};

/** Lists whose entries are told apart by these attributes: other writers may have entries of their own in them. */
export const listKeys: Readonly<Record<string, readonly string[]>> = {
  "route_refs": [
    "name"
  ],
  "rollout_restart": [
    "kind",
    "name"
  ]
};

/** What the CRD allows, by the attribute's path; `*` is any entry of a map. */
export const limits: Readonly<Record<string, Limits>> = {
  "gateway_ref.name": {
    "maxLength": 253,
    "pattern": "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"
  },
  "gateway_ref.kind": {
    "enum": [
      "TokGateway",
      "ClusterTokGateway"
    ]
  },
  "route_refs": {
    "maxItems": 64
  },
  "route_refs.name": {
    "maxLength": 253,
    "pattern": "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"
  },
  "adopt.id": {
    "minLength": 1,
    "maxLength": 128
  },
  "adopt.name": {
    "minLength": 1,
    "maxLength": 128
  },
  "secret.name": {
    "maxLength": 253,
    "pattern": "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"
  },
  "secret.keys.api_key": {
    "maxLength": 253,
    "pattern": "^[-._a-zA-Z0-9]+$"
  },
  "secret.keys.base_url": {
    "maxLength": 253,
    "pattern": "^[-._a-zA-Z0-9]+$"
  },
  "secret.keys.previous_api_key": {
    "maxLength": 253,
    "pattern": "^[-._a-zA-Z0-9]+$"
  },
  "secret.template.type": {
    "minLength": 1,
    "maxLength": 253
  },
  "secret.template.labels": {
    "maxProperties": 64
  },
  "secret.template.labels.*": {
    "maxLength": 63,
    "pattern": "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$"
  },
  "secret.template.annotations": {
    "maxProperties": 64
  },
  "secret.template.annotations.*": {
    "maxLength": 4096
  },
  "secret.template.data": {
    "maxProperties": 32
  },
  "secret.template.data.*": {
    "maxLength": 8192
  },
  "secret.creation_policy": {
    "enum": [
      "Owner",
      "Orphan",
      "Merge"
    ]
  },
  "rotation.every": {
    "maxLength": 32,
    "pattern": "^([0-9]+(ms|s|m|h|d|w))+$"
  },
  "rotation.schedule": {
    "minLength": 9,
    "maxLength": 120
  },
  "rotation.time_zone": {
    "minLength": 1,
    "maxLength": 64
  },
  "rotation.overlap": {
    "maxLength": 32,
    "pattern": "^([0-9]+(ms|s|m|h|d|w))+$"
  },
  "rotation.retire_when_idle_for": {
    "maxLength": 32,
    "pattern": "^([0-9]+(ms|s|m|h|d|w))+$"
  },
  "rotation.max_overlap": {
    "maxLength": 32,
    "pattern": "^([0-9]+(ms|s|m|h|d|w))+$"
  },
  "rotation.at_max_overlap": {
    "enum": [
      "Keep",
      "Revoke"
    ]
  },
  "rotation.disable_before_delete": {
    "maxLength": 32,
    "pattern": "^([0-9]+(ms|s|m|h|d|w))+$"
  },
  "rotation.window.schedule": {
    "minLength": 9,
    "maxLength": 120
  },
  "rotation.window.duration": {
    "maxLength": 32,
    "pattern": "^([0-9]+(ms|s|m|h|d|w))+$"
  },
  "rotation.window.time_zone": {
    "minLength": 1,
    "maxLength": 64
  },
  "rollout_restart": {
    "maxItems": 16
  },
  "rollout_restart.kind": {
    "enum": [
      "Deployment",
      "StatefulSet",
      "DaemonSet"
    ]
  },
  "rollout_restart.name": {
    "maxLength": 253,
    "pattern": "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"
  },
  "deletion_policy": {
    "enum": [
      "Revoke",
      "Retain"
    ]
  }
};

/** Patterns in words. */
export const meanings: Readonly<Record<string, string>> = {
  "^([0-9]+(ms|s|m|h|d|w))+$": "a duration such as 30d, 12h or 1h30m",
  "^[-._a-zA-Z0-9]+$": "a data key: letters, digits, hyphens, underscores and dots",
  "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$": "a name of Kubernetes: lower-case letters, digits, hyphens and dots, a letter or digit at both ends"
};
