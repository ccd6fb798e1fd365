import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import { type Answer, json, type Request } from "./http.ts";
import type { Ledger } from "./ledger.ts";

/** What the control routes act on. */
export interface ControlOptions {
  ledger: Ledger;
  faults: Faults;
  clock: Clock;
  /** Applies admin tricks and returns the state afterwards. Throws an Error that names an unknown field. */
  state(change: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/**
 * The emulator's own routes, below `/__emulator/`; undefined for every other path.
 *
 * - `GET ledger[?events=1]`
 * - `GET faults`, `POST faults` (a FaultRule, answers `{id}`), `DELETE faults[?id=]`
 * - `GET clock`, `POST clock {advanceSeconds}`
 * - `GET state`, `POST state {…}`
 */
export function control(options: ControlOptions): (request: Request) => Answer | undefined {
  const { ledger, faults, clock, state } = options;

  function answer(request: Request): Answer {
    const body = () => JSON.parse(request.body.toString() || "{}") as Record<string, unknown>;
    switch (`${request.method} ${request.path.slice("/__emulator/".length)}`) {
      case "GET ledger":
        return json(200, ledger.snapshot(request.query.get("events") === "1"));
      case "GET faults":
        return json(200, faults.list());
      case "POST faults":
        return json(200, { id: faults.add(body() as unknown as Parameters<Faults["add"]>[0]) });
      case "DELETE faults":
        faults.clear(request.query.get("id") ?? undefined);
        return json(200, faults.list());
      case "GET clock":
        return json(200, { now: clock.now() });
      case "POST clock": {
        const seconds = body().advanceSeconds;
        if (typeof seconds !== "number" || !Number.isFinite(seconds))
          throw new Error("advanceSeconds must be a number");
        clock.advance(seconds);
        ledger.note("state", `clock ${seconds >= 0 ? "+" : ""}${seconds} s`, clock.now());
        return json(200, { now: clock.now() });
      }
      case "GET state":
        return json(200, state({}));
      case "POST state": {
        const change = body();
        ledger.note("state", JSON.stringify(change), clock.now());
        return json(200, state(change));
      }
      default:
        return json(404, { error: `the emulator has no ${request.method} ${request.path}` });
    }
  }

  return (request) => {
    if (!request.path.startsWith("/__emulator/")) return undefined;
    try {
      return answer(request);
    } catch (error) {
      return json(400, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}
