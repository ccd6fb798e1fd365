import type { Diagnostic } from "../../protocol/diagnostics.ts";
import { ApplyFailure, type Call, type Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import type { KubeClient, KubeObject, Ref } from "../kube/client.ts";
import { failures } from "./failure.ts";
import { stored, waits } from "./state.ts";
import { conditionsText, isAtRest, isObserved, isTrue, statusOf, whyNotReady } from "./status.ts";
import { type Waited, waitFor } from "./wait.ts";

interface Applied {
  readonly ref: Ref;
  readonly object: KubeObject;
  readonly planned: ValueMap;
  /** The state that tells of the object as it is. */
  finish(object: KubeObject): ValueMap;
}

/**
 * Waits until the operator has made what is declared, if that is wished. Throws {@link ApplyFailure} with the conditions
 * where it does not: the object stays in state, and the next apply waits again.
 */
export async function settle(
  client: Client,
  kube: KubeClient,
  { ref, object, planned, finish }: Applied,
  call: Call,
): Promise<Stored> {
  if (planned.wait_for_ready === false) return stored(finish(object), {});
  const milliseconds = waits(planned).apply;
  const waited = await waitFor(
    {
      kube,
      world: client.world,
      ref,
      object,
      milliseconds,
      stalledEnds: true,
      done: (each) => isObserved(each) && (isTrue(statusOf(each), "Ready") || isAtRest(statusOf(each))),
      seen: (each) =>
        call.log("debug", "waiting for the operator", { key: ref.name, why: whyNotReady(statusOf(each)) }),
    },
    call,
  );
  if (waited.kind === "done") {
    const status = statusOf(waited.object);
    if (!isTrue(status, "Ready"))
      call.report({
        severity: "warning",
        summary: "The key rests as it is declared",
        detail: `The TokApiKey ${ref.namespace}/${ref.name} is not Ready, and nothing is under way. ${whyNotReady(status)}`,
      });
    return stored(finish(waited.object), {});
  }
  if (waited.kind === "gone") throw new ApplyFailure([deleted(ref)], { state: null });
  throw new ApplyFailure(
    unready(waited, `${ref.namespace}/${ref.name}`, milliseconds, kube.address),
    stored(finish(waited.object), { unfinished: true }),
  );
}

function unready(
  waited: Exclude<Waited, { kind: "done" | "gone" }>,
  name: string,
  milliseconds: number,
  address: string,
): readonly Diagnostic[] {
  if (waited.kind === "failed") return failures(`Waiting for the TokApiKey ${name}`, waited.error, address);
  const why = {
    stalled: "The operator waits for somebody to change something.",
    late: `It was not Ready within ${Math.round(milliseconds / 1000)} s (timeout).`,
    cancelled: "The wait was interrupted.",
  }[waited.kind];
  const next =
    "It stays in the state. A new one is marked as tainted: `terraform untaint` keeps it, and the next apply goes on.";
  return [
    {
      severity: "error",
      summary: `The TokApiKey ${name} is not ready`,
      detail: `${why} ${conditionsText(waited.object)}\n\n${next}`,
    },
  ];
}

function deleted({ namespace, name }: Ref): Diagnostic {
  return {
    severity: "error",
    summary: "The TokApiKey was deleted",
    detail: `Somebody deleted ${namespace}/${name} while it was waited for.`,
  };
}
