import { remoteName } from "../../../core/names.ts";
import { type Instant, minute, second } from "../../../core/time.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call, Opened } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { desired } from "../api-key/desired.ts";
import { makeOnce } from "../api-key/make-once.ts";
import { instantValue } from "../api-key/state.ts";
import { takeBack } from "../api-key/take-back.ts";
import { unfit } from "../api-key/unfit.ts";
import { type Client, type ConfiguredClient, configured } from "../client.ts";
import { fail } from "../failure.ts";
import { type RunKey, runKey } from "./declaration.ts";
import { writeRunKeyNotes } from "./notes.ts";

/** Makes a key for this run and tries it. What fails on the way is taken back. */
export async function open(client: Client, config: ValueMap, call: Call): Promise<Opened> {
  const ready = configured(client);
  const { spec, name, lifetime } = runKey(config);
  const marker = ready.markerOf(name, "run");
  await clean(ready, marker, call);
  // New API keeps whole seconds.
  const end = Math.floor((ready.world.now() + lifetime) / second) * second;
  const restrictions = { ...(await desired(ready, spec, { others: 0, issuedAt: 0 }, call)), expiresAt: end };
  const draft = { name: remoteName(name, marker, revision(ready)), restrictions, enabled: true, resume: false };
  const issued = await makeOnce(ready, draft, call).catch(async (error: unknown) => {
    await forget(ready, draft.name, end, call);
    return fail(`Making the key ${name}`, error);
  });
  const made = { ...issued, remoteName: draft.name };
  const refused = await unfit(ready, made, call);
  if (refused) {
    const left = await takeBack(ready, made, call, made.text);
    throw new DiagnosticsError(left ? [refused, left] : [refused]);
  }
  return {
    result: {
      ...config,
      id: made.id,
      remote_name: made.remoteName,
      key: made.text.reveal(),
      base_url: ready.connection.dataURL,
      expires_at: instantValue(end),
    },
    renewAt: renewAt(end, lifetime),
    private: writeRunKeyNotes({ id: made.id, name: made.remoteName, lifetime }),
  };
}

/** When the end of a key is to be moved on. The client asks at that very moment, and the gateway needs a while. */
export function renewAt(end: Instant, lifetime: RunKey["lifetime"]): Instant {
  return end - Math.min(10 * minute, lifetime / 2);
}

/** Runs at the same time must not meet, and nothing tells them of one another. Up to nine digits are a revision. */
function revision({ world }: ConfiguredClient): number {
  return 1 + (Buffer.from(world.randomBytes(6)).readUIntBE(0, 6) % 999_999_999);
}

/** Revokes what killed runs have left, once it has ended: before that it may be another run's. */
async function clean(client: ConfiguredClient, marker: string, call: Call): Promise<void> {
  const left = await client.listing.byMarker(marker, call);
  for (const { id, name, usable } of left) {
    if (usable !== "expired") continue;
    call.log("info", "an earlier run has left a key, which is revoked", { id, name });
    const failed = await takeBack(client, { id, remoteName: name }, call);
    if (failed) call.report(failed);
  }
}

/** Nobody closes what was not opened: a key that was made all the same is looked for, and goes. */
async function forget(client: ConfiguredClient, name: string, end: Instant, call: Call): Promise<void> {
  try {
    const gateway = await client.gateway(call);
    const left = (await gateway.list()).filter((key) => key.name === name);
    for (const { id } of left) {
      const failed = await takeBack(client, { id, remoteName: name }, call);
      if (failed) call.report(failed);
    }
  } catch {
    call.report({
      severity: "warning",
      summary: "A key may have been left at the gateway",
      detail: `Whether the key ${name} was made cannot be seen now. If it was, it ends at ${instantValue(end)}.`,
    });
  }
}
