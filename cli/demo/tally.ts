import { parseInstant } from "../../core/time.ts";
import type { KubeObject } from "../../operator/kube/resource.ts";
import type { TokApiKeyStatus } from "../../operator/resources/status.ts";
import type { Application } from "./applications.ts";
import type { Services } from "./stage.ts";

/** What the demo found; its last line with --json. */
export interface Tally {
  readonly rotations: number;
  readonly requests: number;
  readonly failed: number;
  readonly keysCreated: number;
  readonly keysLive: number;
  readonly leaked: number;
  readonly p99RotationSeconds: number;
}

/** Counts rotations from what the resources say of themselves, each once. */
export class RotationCount {
  readonly #seconds = new Map<string, number>();

  see(object: KubeObject): void {
    for (const key of statusOf(object).keys ?? []) {
      const planned = parseInstant(key.plannedAt);
      const delivered = parseInstant(key.deliveredAt ?? "");
      if (key.reason === "Created" || planned === undefined || delivered === undefined) continue;
      this.#seconds.set(`${object.metadata.uid} ${key.revision}`, (delivered - planned) / 1000);
    }
  }

  get count(): number {
    return this.#seconds.size;
  }

  /** The time from plan to delivery that 99 of 100 rotations kept. */
  get p99(): number {
    const sorted = [...this.#seconds.values()].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 0;
  }
}

/** Adds everything up. A live key at a gateway that no status lists is leaked. */
export function tally(
  rotations: RotationCount,
  applications: readonly Application[],
  objects: readonly KubeObject[],
  services: Services,
): Tally {
  const listed = new Set(
    objects.flatMap((object) => (statusOf(object).keys ?? []).map(({ name, id }) => `${name} ${id ?? ""}`)),
  );
  const ledgers = [services.tokmodel.ledger, services.tokenforme.ledger];
  const live = ledgers.flatMap((ledger) => ledger.live());
  return {
    rotations: rotations.count,
    requests: sum(applications.map(({ requests }) => requests)),
    failed: sum(applications.map(({ failed }) => failed)),
    keysCreated: sum(ledgers.map((ledger) => ledger.created().length)),
    keysLive: live.length,
    leaked: live.filter(({ name, id }) => !listed.has(`${name} ${id}`) && !listed.has(`${name} `)).length,
    p99RotationSeconds: Math.round(rotations.p99 * 1000) / 1000,
  };
}

export function statusOf(object: KubeObject): TokApiKeyStatus {
  return ((object as { status?: TokApiKeyStatus }).status ?? {}) as TokApiKeyStatus;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
