import type { Instant } from "../../core/time.ts";
import type { Want } from "../../core/world.ts";
import type { KnownGateway } from "../gateways/known-gateway.ts";
import type { KubeClient } from "../kube/client.ts";
import type { KubeObject } from "../kube/resource.ts";
import type { KeyMemory } from "./key-memory.ts";
import type { KeyResource } from "./key-resource.ts";
import type { OwnSecret } from "./secret-view.ts";
import type { References } from "./want.ts";

/** The operator's view of the cluster: what the watches have told, and the answers of our own writes. */
export interface Cluster {
  readonly client: KubeClient;
  /** The newest known version of a TokApiKey. */
  key(ref: string): KubeObject | undefined;
  /** A Secret of ours, by namespace/name. */
  secret(ref: string): OwnSecret | undefined;
  /** False until the first complete list: then "there is none" is no observation. */
  secretsKnown(): boolean;
  references(resource: KeyResource): References;
  /** Takes the answer of a write of ours: from now on nothing older is believed. */
  wroteKey(object: KubeObject): void;
  wroteSecret(object: KubeObject): void;
}

/** Tells people what happened; best effort, never waited for. */
export interface Announcer {
  announce(resource: KeyResource, type: "Normal" | "Warning", reason: string, note: string): void;
}

/** Counts and times for metrics. */
export interface Meter {
  rotation(reason: string, seconds: number): void;
  action(name: string, outcome: "done" | "failed"): void;
}

/** What a turn needs from the program around it. */
export interface Surroundings {
  readonly cluster: Cluster;
  readonly clusterId: string;
  readonly announcer: Announcer;
  readonly meter: Meter;
  now(): Instant;
  /** Waits for the gateway of a key: meanwhile another key may have its turn. */
  aside<Result>(ref: string, wait: () => Promise<Result>): Promise<Result>;
  /** Throws unless we are the leader at this very moment; called before every effect. */
  fence(): void;
}

/** One turn of one TokApiKey. */
export interface KeyTurn extends Surroundings {
  readonly ref: string;
  readonly resource: KeyResource;
  readonly memory: KeyMemory;
  readonly want: Want;
  readonly known: KnownGateway | undefined;
}
