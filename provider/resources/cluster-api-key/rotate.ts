import { formatInstant } from "../../../core/time.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import { tokApiKeys } from "./crd-object.ts";
import { fail, failures } from "./failure.ts";
import { refOf, waits } from "./state.ts";
import { conditionsText, isTrue, statusOf } from "./status.ts";
import { durationProblem } from "./validate.ts";
import { waitFor } from "./wait.ts";

const annotation = "tokapi.dev/rotate";

export function validateRotation(config: ValueMap): void {
  const problems = durationProblem(config, "timeout");
  if (problems.length > 0) throw new DiagnosticsError(problems);
}

/** Asks for a rotation, and follows it until a later key is the current one. */
export async function rotate(
  client: Client,
  config: ValueMap,
  progress: (message: string) => void,
  call: Call,
): Promise<void> {
  const kube = await client.cluster.open();
  const { world } = client;
  const ref = refOf(config);
  const name = `${ref.namespace}/${ref.name}`;
  const doing = `Rotating the TokApiKey ${name}`;
  const before = await kube
    .get(tokApiKeys, ref, call.signal)
    .catch((error: unknown) => fail(doing, error, kube.address));
  const { revision = 0, keys = [] } = statusOf(before);
  const newest = Math.max(revision, ...keys.map((key) => key.revision));
  // Each request must differ from the last one, or it would be the same request.
  const unique = `${formatInstant(world.now())}-${Buffer.from(world.randomBytes(4)).toString("hex")}`;
  const value = config.compromised === true ? `Compromised-${unique}` : `Terraform-${unique}`;
  const body = { metadata: { uid: before.metadata.uid, annotations: { [annotation]: value } } };
  const object = await kube.merge(tokApiKeys, ref, body).catch((error: unknown) => fail(doing, error, kube.address));
  progress(`Asked for a new key of ${name}; the Secret holds revision ${revision}.`);
  let last = "";
  const waited = await waitFor(
    {
      kube,
      world,
      ref,
      object,
      milliseconds: waits(config).apply,
      stalledEnds: true,
      done: (each) => (statusOf(each).revision ?? 0) > newest && isTrue(statusOf(each), "Ready"),
      seen: (each) => {
        const made = statusOf(each).keys?.find((key) => key.revision > newest);
        const now = made ? `Revision ${made.revision} is ${made.state}.` : last;
        if (now !== last) progress(now);
        last = now;
      },
    },
    call,
  );
  if (waited.kind === "done") return;
  if (waited.kind === "failed")
    throw new DiagnosticsError(failures(`Waiting for the TokApiKey ${name}`, waited.error, kube.address));
  const conditions = waited.kind === "gone" ? "Somebody deleted it." : conditionsText(waited.object);
  const detail = `The new key is not current (${waited.kind}). ${conditions} The request stands: the operator goes on by itself.`;
  throw new DiagnosticsError([{ severity: "error", summary: `${doing} is not finished`, detail }]);
}
