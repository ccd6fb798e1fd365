import type { Schema } from "../../protocol/schema.ts";
import { keyAttributes } from "../key-attributes.gen.ts";

/** `tok_model_routes`. */
export const modelRoutesSchema: Schema = {
  description:
    "The models that a key may call, for a key that is managed elsewhere: in the console, by the operator, by another configuration. Everything else that limits the key stays as it is. Not for a key of a `tok_api_key`, which has `routes` of its own: the two would undo each other's work on every apply, and nothing here can tell. New API only.",
  attributes: {
    key_id: {
      type: "string",
      required: true,
      description: "The key's id at the gateway. Another id makes a new resource of it.",
    },
    routes: { ...keyAttributes.routes, required: true, optional: false, description: "The models the key may call." },
    on_destroy: {
      type: "string",
      optional: true,
      description:
        "What a destroy does: `keep` leaves the key limited as it is; `open` lets it call every model of its group. Default: `keep`.",
    },
    models: {
      type: ["list", "string"],
      computed: true,
      description: "The models that the gateway lets the key call. Null: all that its group offers.",
    },
  },
};
