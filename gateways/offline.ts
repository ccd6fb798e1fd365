import type { KeySpec } from "../core/key.ts";
import type { Connection } from "./connection.ts";
import type { Capabilities, Problem } from "./gateway.ts";
import { unenforceable as byNewApi, certain as ofNewApi } from "./new-api/unenforceable.ts";
import { unenforceable as bySub2api, certain as ofSub2api } from "./sub2api/unenforceable.ts";

/** What is certain of every server of one kind, so that a declaration can be judged where there is no network. */
export interface OfflineKnowledge extends Pick<Capabilities, "keyText" | "group" | "models"> {
  /** As people call the software. */
  readonly software: string;
  /**
   * What such a gateway would not enforce. Its `resolve` refuses all of this too, and more: what depends on the server's
   * version, its groups and its models.
   */
  unenforceable(spec: KeySpec): readonly Problem[];
}

/** By driver. */
export const offline: Readonly<Record<Connection["driver"], OfflineKnowledge>> = {
  "new-api": { software: "New API", ...ofNewApi, unenforceable: byNewApi },
  sub2api: { software: "Sub2API", ...ofSub2api, unenforceable: bySub2api },
};
