import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";

/** A seed given as data. Each emulator documents and checks its own shape. */
export type SeedFile = Readonly<Record<string, unknown>>;

/** How to start an emulator. */
export interface EmulatorOptions {
  /** Server version to behave as; each emulator lists the names it knows. */
  profile: string;
  /** Port on 127.0.0.1; 0 or absent takes any free one. */
  port?: number;
  /** "empty" (default) is a fresh server before its set-up, "wire" the world of the recordings, else data. */
  seed?: "empty" | "wire" | SeedFile;
  /** Current time in milliseconds since the epoch; default is the system's clock. */
  now?: () => number;
  /** Whether the server's own rate limits are on, with their default figures. Default: off. */
  limits?: boolean;
}

/** A running emulator: a real HTTP server on 127.0.0.1, and the means to look behind it. */
export interface Emulator {
  readonly kind: "new-api" | "sub2api";
  readonly profile: string;
  /** Where the management API is, without a trailing slash. */
  readonly panelURL: string;
  /** Where keys are used, without a trailing slash. */
  readonly dataURL: string;
  /** What a management client needs to log on; the names depend on the kind. */
  readonly credentials: Readonly<Record<string, string>>;
  /** `GET` answers the ledger as JSON, with `?events=1` including the event log. */
  readonly ledgerURL: string;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly clock: Clock;
  /** Admin tricks that the server's own API lacks (outages and the like); the same as `POST /__emulator/state`. */
  state(change: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Stops listening and ends every open connection. */
  close(): Promise<void>;
}
