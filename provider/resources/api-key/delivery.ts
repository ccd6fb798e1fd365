import type { Sensitive } from "../../../core/sensitive.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { encryptTo } from "../age.ts";
import type { World } from "../client.ts";
import { equal } from "../equal.ts";

/** The attributes that hold the key's text, in the way the user chose. The one place where a text becomes a value. */
export function delivered(config: ValueMap, text: Sensitive, world: World): ValueMap {
  const recipients = config.encrypt_to as readonly string[] | null;
  return {
    key: config.store_in_state === true ? text.reveal() : null,
    key_encrypted: recipients ? encryptTo(recipients, text.reveal(), (count) => world.randomBytes(count)) : null,
  };
}

/** Which of the two attributes a declaration fills. */
export function fills(config: ValueMap): { readonly key: boolean; readonly key_encrypted: boolean } {
  return { key: config.store_in_state === true, key_encrypted: config.encrypt_to !== null };
}

/** Whether the text must be had again, though it stays the same: the user wants it elsewhere, or for others to read. */
export function wantsText(config: ValueMap, prior: ValueMap): boolean {
  const want = fills(config);
  if (want.key && prior.key === null) return true;
  return want.key_encrypted && (prior.key_encrypted === null || !equal(config.encrypt_to, prior.encrypt_to));
}
