import { parseInstant } from "../../core/time.ts";
import type { TokApiKeyStatus } from "../resources/status.ts";

/** One TokApiKey as metrics see it. */
export interface ObservedKey {
  readonly namespace: string;
  readonly name: string;
  readonly gateway: string;
  readonly status: TokApiKeyStatus;
}

/** A gauge with one sample for each key. */
interface KeySeries {
  readonly name: string;
  readonly help: string;
  /** Undefined: no sample. */
  of(status: TokApiKeyStatus): number | undefined;
}

export const keyLabels = ["namespace", "name", "gateway"] as const;

export const keySeries: readonly KeySeries[] = [
  {
    name: "tokapi_key_ready",
    help: "1 when the Secret holds a working key.",
    of: (status) => (isTrue(status, "Ready") ? 1 : 0),
  },
  {
    name: "tokapi_key_previous_in_use",
    help: "1 when an old key is used beyond its overlap.",
    of: (status) => (isTrue(status, "PreviousKeyInUse") ? 1 : undefined),
  },
  {
    name: "tokapi_key_next_rotation_timestamp_seconds",
    help: "When the next rotation begins.",
    of: ({ nextRotationAt }) => seconds(nextRotationAt),
  },
  {
    name: "tokapi_key_delivered_timestamp_seconds",
    help: "When the Secret got the key that it holds.",
    of: ({ keys = [], revision }) => seconds(keys.find((key) => key.revision === revision)?.deliveredAt),
  },
];

const linesAtOnce = 250;

/**
 * All series of all keys in Prometheus' text format, piece by piece. Ten thousand keys have megabytes of them: a library
 * that keeps each sample would cost more memory than the keys themselves.
 */
export function* keySeriesText(keys: () => Iterable<ObservedKey>): Generator<string, void, void> {
  for (const { name, help, of } of keySeries) {
    let text = `\n# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;
    let lines = 0;
    for (const { namespace, name: key, gateway, status } of keys()) {
      const value = of(status);
      if (value === undefined) continue;
      text += `${name}{namespace="${escaped(namespace)}",name="${escaped(key)}",gateway="${escaped(gateway)}"} ${value}\n`;
      lines += 1;
      if (lines % linesAtOnce !== 0) continue;
      yield text;
      text = "";
    }
    yield text;
  }
}

function isTrue(status: TokApiKeyStatus, type: string): boolean {
  return (status.conditions ?? []).some((condition) => condition.type === type && condition.status === "True");
}

function seconds(instant: string | undefined): number | undefined {
  const at = parseInstant(instant ?? "");
  return at === undefined ? undefined : at / 1000;
}

/** Names of objects need no escaping; what names a gateway is written by people and not checked yet. */
function escaped(text: string): string {
  return /["\\\n]/.test(text) ? text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n") : text;
}
