import fc from "fast-check";
import { day, hour, type Milliseconds, minute, second } from "../../../core/time.ts";
import type { RotationName } from "./declaration.ts";
import { allFaults, type Fault } from "./faults.ts";
import type { Trouble } from "./gateway-model.ts";

/** One thing that happens in a history. */
export type Step =
  | { readonly step: "pass"; readonly length: Milliseconds }
  | { readonly step: "skew"; readonly by: Milliseconds }
  | { readonly step: "fault"; readonly fault: Fault; readonly skips: number }
  | { readonly step: "trouble"; readonly trouble: Trouble }
  | { readonly step: "emptyList"; readonly count: number }
  | { readonly step: "blind"; readonly on: boolean }
  | { readonly step: "edit"; readonly field: EditField; readonly value: number }
  | {
      readonly step: "secret";
      readonly how: "delete" | "edit" | "restore" | "foreign" | "ours";
      readonly which: number;
    }
  | {
      readonly step: "console";
      readonly how: "disable" | "enable" | "delete" | "editModels" | "editQuota";
      readonly which: number;
    }
  | { readonly step: "rotate"; readonly reason: "Requested" | "Compromised" }
  | { readonly step: "restore"; readonly back: number }
  | { readonly step: "deleteResource" }
  | { readonly step: "abandon" }
  | { readonly step: "cling"; readonly who: number; readonly on: boolean }
  | { readonly step: "spend"; readonly amount: number }
  | { readonly step: "poll" }
  | { readonly step: "crash" }
  | { readonly step: "loseStatus" };

export type EditField =
  | "models"
  | "content"
  | "quota"
  | "enabled"
  | "suspended"
  | "refused"
  | "unready"
  | "rotation"
  | "previousKey";

export const rotationNames: readonly RotationName[] = ["never", "fast", "daily", "monthly", "cron", "windowed"];

const pass = fc
  .constantFrom(100, second, 5 * second, 30 * second, 2 * minute, 20 * minute, 2 * hour, 26 * hour, 3 * day, 31 * day)
  .map((length): Step => ({ step: "pass", length }));
const fault = fc
  .tuple(fc.constantFrom(...allFaults), fc.integer({ min: 0, max: 3 }))
  .map(([each, skips]): Step => ({ step: "fault", fault: each, skips }));
const edit = fc
  .tuple(
    fc.constantFrom<EditField>(
      ...([
        "models",
        "content",
        "quota",
        "enabled",
        "suspended",
        "refused",
        "unready",
        "rotation",
        "previousKey",
      ] as const),
    ),
    fc.nat({ max: 5 }),
  )
  .map(([field, value]): Step => ({ step: "edit", field, value }));
const secret = fc
  .tuple(
    fc.constantFrom("delete" as const, "edit" as const, "restore" as const, "foreign" as const, "ours" as const),
    fc.nat({ max: 3 }),
  )
  .map(([how, which]): Step => ({ step: "secret", how, which }));
const console = fc
  .tuple(fc.constantFrom(...(["disable", "enable", "delete", "editModels", "editQuota"] as const)), fc.nat({ max: 3 }))
  .map(([how, which]): Step => ({ step: "console", how, which }));

const weighted: readonly [number, fc.Arbitrary<Step>][] = [
  [26, pass],
  [10, fault],
  [8, edit],
  [6, secret],
  [6, console],
  [
    5,
    fc
      .constantFrom("Requested" as const, "Requested" as const, "Compromised" as const)
      .map((reason) => ({ step: "rotate", reason })),
  ],
  [4, fc.constant({ step: "poll" })],
  [4, fc.constant({ step: "crash" })],
  [3, fc.constantFrom(1, 4, 20).map((amount) => ({ step: "spend", amount }))],
  [3, fc.constantFrom<Trouble>("none", "down", "refusing").map((trouble) => ({ step: "trouble", trouble }))],
  [3, fc.tuple(fc.nat({ max: 2 }), fc.boolean()).map(([who, on]) => ({ step: "cling", who, on }))],
  [2, fc.constantFrom(-10, -3, 3, 10).map((by) => ({ step: "skew", by: by * second }))],
  [2, fc.integer({ min: 1, max: 2 }).map((count) => ({ step: "emptyList", count }))],
  [2, fc.boolean().map((on) => ({ step: "blind", on }))],
  [2, fc.nat({ max: 2 }).map((back) => ({ step: "restore", back }))],
  [1, fc.constant({ step: "deleteResource" })],
  [1, fc.constant({ step: "abandon" })],
  [1, fc.constant({ step: "loseStatus" })],
];

/** Any one thing that may happen. */
const step: fc.Arbitrary<Step> = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const request: Step = { step: "rotate", reason: "Requested" };
const strike = (fault: Fault): Step => ({ step: "fault", fault, skips: 0 });
const wait = (length: Milliseconds): Step => ({ step: "pass", length });

/** Things that hurt most when they come together. */
const mishaps: fc.Arbitrary<Step[]> = fc.constantFrom<Step[]>(
  [strike("lateCreate"), request, wait(100), { step: "deleteResource" }],
  [strike("refusal"), request, wait(30 * second), wait(30 * second)],
  [strike("silence"), request, wait(5 * second)],
  [
    ...[request, wait(100), { step: "blind", on: true } as const, wait(2 * hour)],
    ...[{ step: "secret", how: "restore", which: 1 } as const, { step: "blind", on: false } as const, wait(second)],
  ],
  [{ step: "emptyList", count: 2 }, { step: "poll" }, { step: "poll" }, wait(second)],
  [request, wait(2 * hour), { step: "cling", who: 0, on: true }, wait(3 * day)],
);

/** What happens in a history, in order. */
export const courses: fc.Arbitrary<Step[]> = fc
  .array(fc.oneof({ weight: 24, arbitrary: step.map((each) => [each]) }, { weight: 1, arbitrary: mishaps }), {
    minLength: 1,
    maxLength: 28,
    size: "max",
  })
  .map((parts) => parts.flat());
