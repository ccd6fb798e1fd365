import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { ApplyRequest, Call, Stored } from "../../protocol/provider.ts";
import { isUnknown, type ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import { fieldManager, type KubeClient, type KubeObject, type Ref } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { declaredObject, tokApiKeys } from "./crd-object.ts";
import { destroy } from "./destroy.ts";
import { fail, failures, isObjectMissing } from "./failure.ts";
import { reportLeftovers } from "./leftovers.ts";
import { settle } from "./settle.ts";
import { computedFrom, refOf, stored } from "./state.ts";

/** Carries a plan out. What is true by then is what is stored, however it ends. */
export async function apply(client: Client, request: ApplyRequest, call: Call): Promise<Stored> {
  const { planned, prior } = request;
  const kube = await client.cluster.open();
  if (!planned) return destroy(client, kube, prior!, call);
  const ref = refOf(planned);
  const what = `the TokApiKey ${ref.namespace}/${ref.name}`;
  // Only waits, or how to go about it, have changed: the cluster holds nothing of that.
  if (prior && !isUnknown(planned.ready)) return stored(planned, {});
  const object = prior ? await update(kube, ref, what, planned) : await create(kube, ref, what, planned, call);
  if (prior) reportLeftovers(prior.spec ?? null, planned.spec ?? null, object.spec ?? {}, call);
  return settle(client, kube, { ref, object, planned, finish }, call);

  /** What is stored of the object as it is: what the plan knew stays as it was planned. */
  function finish(latest: KubeObject): ValueMap {
    const found = computedFrom(latest, planned!);
    const open = Object.keys(found).filter((name) => isUnknown(planned![name]));
    return { ...planned!, ...Object.fromEntries(open.map((name) => [name, found[name] ?? null])) };
  }
}

async function create(kube: KubeClient, ref: Ref, what: string, planned: ValueMap, call: Call): Promise<KubeObject> {
  const doing = `Creating ${what}`;
  await kube.get(tokApiKeys, ref, call.signal).then(
    () => {
      throw new DiagnosticsError([exists(what, ref)]);
    },
    (error: unknown) => {
      if (!isObjectMissing(error, ref)) fail(doing, error, kube.address);
    },
  );
  try {
    const force = planned.force === true;
    const { object, created } = await kube.apply(tokApiKeys, ref, declaredObject(planned, undefined), { force });
    if (created === false) throw new DiagnosticsError([madeMeanwhile(what, ref)]);
    return object;
  } catch (error) {
    // The answer may be lost and the object made: then it bears our mark.
    const unsure = error instanceof KubeError && error.passing && error.sent;
    const { signal } = new AbortController();
    const found = unsure ? await kube.get(tokApiKeys, ref, signal).catch(() => undefined) : undefined;
    if (found && isOurs(found)) return found;
    return fail(doing, error, kube.address);
  }
}

async function update(kube: KubeClient, ref: Ref, what: string, planned: ValueMap): Promise<KubeObject> {
  const body = declaredObject(planned, String(planned.uid));
  try {
    return (await kube.apply(tokApiKeys, ref, body, { force: planned.force === true })).object;
  } catch (error) {
    const told = failures(`Changing ${what}`, error, kube.address);
    const replaced = told.some(({ detail }) => detail?.startsWith("metadata.uid"));
    throw new DiagnosticsError(replaced ? [isAnother(what)] : told, { cause: error });
  }
}

function isOurs({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(
    ({ manager, operation }) => manager === fieldManager && operation === "Apply",
  );
}

function exists(what: string, { namespace, name }: Ref): Diagnostic {
  return {
    severity: "error",
    summary: "The TokApiKey exists already",
    detail: `Somebody else has made ${what}. Choose another name, or take it over with an import block: id = "${namespace}/${name}".`,
    path: ["name"],
  };
}

function madeMeanwhile(what: string, ref: Ref): Diagnostic {
  const { detail, ...rest } = exists(what, ref);
  return {
    ...rest,
    detail: `${detail} It came into being at the same moment, so what is declared here was merged into it.`,
  };
}

function isAnother(what: string): Diagnostic {
  return {
    severity: "error",
    summary: "The TokApiKey is another one now",
    detail: `Somebody has deleted ${what} and made it anew since the refresh; plan again.`,
  };
}
