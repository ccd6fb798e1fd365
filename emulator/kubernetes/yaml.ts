import { badRequest } from "./status.ts";

/** This server reads JSON, which is what kubectl and client libraries send even where YAML is allowed. */
export function parseYaml(_text: string): unknown {
  throw badRequest(
    "error decoding YAML: this server reads only JSON, which is valid YAML; send the configuration as JSON",
  );
}
