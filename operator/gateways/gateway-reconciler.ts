import { isDeepStrictEqual } from "node:util";
import {
  formatInstant,
  type Instant,
  type Milliseconds,
  minute,
  parseDuration,
  parseInstant,
  second,
} from "../../core/time.ts";
import type { Deps } from "../../gateways/deps.ts";
import type { KubeClient } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { type KubeObject, keyOf, type Resource } from "../kube/resource.ts";
import { fieldManager } from "../reconcile/marks.ts";
import { CLUSTER_TOK_GATEWAYS, TOK_GATEWAYS } from "../resources/addresses.ts";
import { type ClusterTokGatewaySpec, servesNamespace } from "../resources/cluster-tok-gateway.ts";
import { parseClusterTokGateway, parseTokGateway } from "../resources/parse.ts";
import type { StatusCondition, TokGatewayStatus } from "../resources/status.ts";
import type { TokGatewaySpec } from "../resources/tok-gateway.ts";
import { configure } from "./configure.ts";
import type { KnownGateway } from "./known-gateway.ts";
import { explain, GatewayLink } from "./link.ts";

/** A reference to a gateway, as keys name it. */
export interface GatewayRef {
  readonly kind: "TokGateway" | "ClusterTokGateway";
  /** Only for a TokGateway. */
  readonly namespace?: string;
  readonly name: string;
}

export function titleOf({ kind, namespace, name }: GatewayRef): string {
  return kind === "TokGateway" ? `TokGateway ${namespace}/${name}` : `ClusterTokGateway ${name}`;
}

/** What the gateways' reconciler needs from the program around it. */
export interface GatewaySurroundings {
  readonly client: KubeClient;
  readonly deps: Deps;
  /** Where the Secrets of ClusterTokGateways are if they do not say. */
  readonly namespace: string;
  object(ref: GatewayRef): KubeObject | undefined;
  namespaceLabels(name: string): Readonly<Record<string, string>> | undefined;
  /** How many TokApiKeys use it. */
  users(title: string): number;
  wrote(ref: GatewayRef, object: KubeObject): void;
  /** The gateway was connected, changed or listed: its keys are to be looked at. */
  changed(title: string, what: "link" | "inventory"): void;
  now(): Instant;
  fence(): void;
}

const pollEvery: Milliseconds = 5 * minute;
/** A gateway that cannot be used is tried again so often. */
const retryEvery: Milliseconds = 15 * second;
/** A status in which only the time of the last check is another is stored so often. */
const lagFor: Milliseconds = 15 * minute;

interface Entry {
  known: KnownGateway;
  digest: string | undefined;
}

/** Keeps every gateway connected, checked and listed, and says in its status how it is. */
export class GatewayReconciler {
  readonly #around: GatewaySurroundings;
  readonly #entries = new Map<string, Entry>();

  constructor(around: GatewaySurroundings) {
    this.#around = around;
  }

  get(title: string): KnownGateway | undefined {
    return this.#entries.get(title)?.known;
  }

  all(): Iterable<KnownGateway> {
    return [...this.#entries.values()].map(({ known }) => known);
  }

  /** Looks at one gateway; answers when to look again. */
  async reconcile(ref: GatewayRef): Promise<{ at?: Instant }> {
    const { now, object, changed } = this.#around;
    const title = titleOf(ref);
    const found = object(ref);
    if (!found) return this.#remove(title);
    const before = this.#entries.get(title)?.known;
    const wasReady = before?.link?.state.kind === "ready";
    const known = await this.#connect(ref, title, found);
    const state = await known.link?.check();
    const ready = state?.kind === "ready";
    if (known.link !== before?.link || ready !== wasReady || known.generation !== before?.generation)
      changed(title, "link");
    const trouble = ready ? await this.#list(known, title) : (known.problem ?? state);
    await this.#report(ref, found, known, ready, trouble && "reason" in trouble ? trouble : undefined);
    return { at: now() + (ready && !trouble ? known.pollInterval : Math.min(retryEvery, known.pollInterval)) };
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ known }) => known.link?.close()));
    this.#entries.clear();
  }

  /** Deleting a namespace takes a gateway before its keys: the connection outlives the resource until they are revoked. */
  async #remove(title: string): Promise<{ at?: Instant }> {
    const { users, changed, now } = this.#around;
    const entry = this.#entries.get(title);
    if (!entry) return {};
    if (users(title) > 0) {
      if (!entry.known.removed) {
        entry.known = { ...entry.known, removed: true };
        changed(title, "link");
      }
      return { at: now() + retryEvery };
    }
    this.#entries.delete(title);
    await entry.known.link?.close();
    return {};
  }

  async #connect(ref: GatewayRef, title: string, found: KubeObject): Promise<KnownGateway> {
    const { client, deps, namespace, namespaceLabels } = this.#around;
    const cluster = ref.kind === "ClusterTokGateway";
    const parsed = cluster ? parseClusterTokGateway(found) : parseTokGateway(found);
    const entry = this.#entries.get(title);
    const base = {
      title,
      generation: found.metadata.generation ?? 0,
      removed: false,
      policy: undefined,
      maxConcurrentRotations: undefined,
      pollInterval: pollEvery,
    };
    const refuse = async (reason: string, message: string): Promise<KnownGateway> => {
      // A link that works is kept: what is wrong with the new spec is said, and no key suffers from it.
      const known: KnownGateway = {
        ...base,
        ...entry?.known,
        removed: false,
        generation: base.generation,
        link: entry?.known.link,
        problem: { reason, message },
        serves: entry?.known.serves ?? (() => true),
      };
      this.#entries.set(title, { known, digest: entry?.digest });
      return known;
    };
    if (!parsed.ok) return refuse("InvalidSpec", parsed.problems.map(({ message }) => `${message}.`).join(" "));
    const spec: TokGatewaySpec | ClusterTokGatewaySpec = parsed.spec;
    const wide = cluster ? (spec as ClusterTokGatewaySpec) : undefined;
    const home = wide ? (wide.credentialsSecretRef.namespace ?? namespace) : (ref.namespace ?? namespace);
    const configured = await configure(client, spec, home);
    if ("problem" in configured) return refuse(configured.problem.reason, configured.problem.message);
    const same = entry?.digest === configured.digest ? entry.known.link : undefined;
    if (entry && !same) void entry.known.link?.close();
    const known: KnownGateway = {
      ...base,
      link: same ?? new GatewayLink(configured.connection, deps),
      policy: wide?.policy,
      maxConcurrentRotations: spec.maxConcurrentRotations,
      pollInterval: spec.pollInterval === undefined ? pollEvery : parseDuration(spec.pollInterval)!,
      serves: (name) => !wide || servesNamespace(wide, { name, labels: namespaceLabels(name) }),
    };
    this.#entries.set(title, { known, digest: configured.digest });
    return known;
  }

  /** Lists the account, so that edits, disabling and deletions in the console are seen. */
  async #list({ link }: KnownGateway, title: string): Promise<{ reason: string; message: string } | undefined> {
    const { users, changed } = this.#around;
    if (users(title) === 0) return undefined;
    try {
      await link!.refresh(false);
      changed(title, "inventory");
      return undefined;
    } catch (error) {
      return explain(error);
    }
  }

  async #report(
    ref: GatewayRef,
    found: KubeObject,
    known: KnownGateway,
    ready: boolean,
    trouble: { reason: string; message: string } | undefined,
  ) {
    const { client, users, wrote, now, fence } = this.#around;
    const before = (found as { status?: TokGatewayStatus }).status;
    const state = known.link?.state;
    const check = state?.kind === "ready" ? state.check : undefined;
    const at = formatInstant(Math.floor(now() / second) * second);
    const generation = known.generation;
    const broken = known.problem ?? (ready ? undefined : trouble);
    const condition = (type: string, status: boolean, reason: string, message: string): StatusCondition => {
      const old = before?.conditions?.find((entry) => entry.type === type);
      const word = status ? ("True" as const) : ("False" as const);
      return {
        type,
        status: word,
        reason,
        message,
        observedGeneration: generation,
        lastTransitionTime: old?.status === word ? old.lastTransitionTime : at,
      };
    };
    const fine = { reason: "Connected", message: `Connected to ${known.link?.connection.panelURL ?? "the gateway"}.` };
    const { reason, message } = broken ?? trouble ?? fine;
    const warnings = [
      ...(check?.warnings ?? []),
      ...(known.link?.connection.panelURL.startsWith("http:")
        ? ["panelURL is http:// and sends credentials in clear; use https:// outside of a cluster."]
        : []),
    ];
    const status: TokGatewayStatus = {
      observedGeneration: generation,
      conditions: [
        condition("Ready", ready && !known.problem, reason, message),
        condition(
          "Stalled",
          broken !== undefined,
          broken ? reason : "Working",
          broken ? message : "Nobody has to do anything.",
        ),
        condition(
          "Reconciling",
          !ready && !broken,
          ready ? "Settled" : reason,
          ready ? "Nothing is under way." : message,
        ),
      ],
      ...(check ? { serverVersion: check.serverVersion, account: check.account } : {}),
      keys: users(known.title),
      checkedAt: at,
      ...(warnings.length > 0 ? { warnings } : {}),
    };
    if (before && now() - (parseInstant(before.checkedAt ?? "") ?? 0) < lagFor) {
      if (isDeepStrictEqual(before, { ...status, checkedAt: before.checkedAt })) return;
    }
    const body = [
      { op: "replace", path: "/metadata/resourceVersion", value: found.metadata.resourceVersion },
      { op: "add", path: "/status", value: status },
    ];
    const resource: Resource = ref.kind === "TokGateway" ? TOK_GATEWAYS : CLUSTER_TOK_GATEWAYS;
    try {
      fence();
      wrote(
        ref,
        await client.patch(resource, found.metadata, body, { type: "json", subresource: "status", fieldManager }),
      );
    } catch (error) {
      // Somebody wrote meanwhile, or it is gone: the watch brings us back.
      if (!KubeError.is(error, "conflict", "not-found")) throw error;
    }
  }
}

/** The key of a gateway in the queue, and back. */
export function gatewayKey(ref: GatewayRef): string {
  return `${ref.kind}:${keyOf(ref)}`;
}

/** The gateway of that title. */
export function refOfTitle(title: string): GatewayRef {
  return gatewayRefOf(title.replace(" ", ":"));
}

export function gatewayRefOf(key: string): GatewayRef {
  const [kind, path = ""] = key.split(":") as [GatewayRef["kind"], string];
  const [first = "", second] = path.split("/");
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
}
