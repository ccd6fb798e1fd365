import type { Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { ConfiguredClient } from "../client.ts";
import { type Notes, writeNotes } from "./notes.ts";
import { at } from "./state.ts";

/** What an apply leaves behind. What was due, and what was replaced, is over with it. */
export function stored(client: ConfiguredClient, state: ValueMap, notes: Notes): Stored {
  const { due: _due, replaces: _replaces, ...kept } = notes;
  return {
    state,
    private: writeNotes(kept),
    identity: { id: at(state, "id"), panel_url: client.connection.panelURL },
  };
}
