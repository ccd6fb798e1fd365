import { formatDuration, parseDuration } from "../../../core/time.ts";
import type { Diagnostic, Path } from "../../protocol/diagnostics.ts";
import { isUnknown, type Value, type ValueMap } from "../../protocol/value.ts";
import { recipientProblem } from "../age.ts";
import { declaredKey, refusal } from "../declared-key.ts";
import { rotationOf, textOf } from "./state.ts";

/** Everything that is wrong with a declaration by itself. Nothing is said of what is not known yet. */
export function problemsOf(config: ValueMap): readonly Diagnostic[] {
  return [
    ...declaredKey(config).diagnostics,
    ...rotationProblems(config),
    ...destinationProblems(config),
    ...choice(config, "deletion_policy", ["revoke", "retain"]),
  ];
}

function rotationProblems(config: ValueMap): readonly Diagnostic[] {
  const rotation = (isUnknown(config.rotation) ? null : config.rotation) as ValueMap | null;
  if (!rotation) return [];
  const wrong = ["every", "overlap"].flatMap((name) => {
    const text = textOf(rotation, name);
    if (text === undefined || parseDuration(text) !== undefined) return [];
    return [refusal(["rotation", name], `"${text}" is no duration; write for example 30d, 12h or 1h30m.`)];
  });
  if (wrong.length > 0 || isUnknown(rotation.overlap)) return wrong;
  const { every, overlap } = rotationOf(config);
  if (every === undefined) return [];
  if (every < 1000) return [refusal(["rotation", "every"], "A key cannot be rotated more often than once a second.")];
  if (overlap < every) return [];
  const message = `${formatDuration(overlap)} does not fit into a rotation every ${formatDuration(every)}; make the overlap shorter.`;
  return [refusal(["rotation", "overlap"], message)];
}

const ways =
  'Say where the key\'s text goes, in one of three ways: encrypt_to = ["age1…"] keeps it in the state encrypted to you; key_wo with key_wo_version takes a text that you bring and keeps it nowhere (Sub2API); store_in_state = true keeps it in the state in clear.';

function destinationProblems(config: ValueMap): readonly Diagnostic[] {
  const { encrypt_to, key_wo, key_wo_version, store_in_state } = config;
  const found: Diagnostic[] = [];
  if (Array.isArray(encrypt_to)) found.push(...recipientProblems(encrypt_to as readonly Value[]));
  if (isSet(key_wo) && !isSet(key_wo_version) && !isUnknown(key_wo_version))
    found.push(
      refusal(["key_wo"], "A write-only text needs key_wo_version beside it, or a change of it would go unseen."),
    );
  if (isSet(key_wo_version) && key_wo === null)
    found.push(refusal(["key_wo_version"], "It goes with key_wo, which is not set."));
  if (typeof key_wo === "string" && !/^[A-Za-z0-9_-]{16,128}$/.test(key_wo))
    found.push(refusal(["key_wo"], "It must have 16 to 128 characters of A-Z, a-z, 0-9, - and _."));
  const chosen = [encrypt_to !== null, key_wo !== null, store_in_state === true].filter(Boolean).length;
  const open = isUnknown(encrypt_to) || isUnknown(store_in_state);
  if (chosen === 0 && !open) found.push({ severity: "error", summary: "Where does the key go?", detail: ways });
  if (chosen > 1 && !open)
    found.push({ severity: "error", summary: "The key has more than one place to go", detail: ways });
  return found;
}

function recipientProblems(recipients: readonly Value[]): readonly Diagnostic[] {
  if (recipients.length === 0) return [refusal(["encrypt_to"], "The list is empty, so nobody could read the key.")];
  return recipients.flatMap((recipient, index) => {
    const problem = typeof recipient === "string" ? recipientProblem(recipient) : undefined;
    return problem === undefined ? [] : [refusal(["encrypt_to", index], problem)];
  });
}

function choice(config: ValueMap, name: string, allowed: readonly string[]): readonly Diagnostic[] {
  const text = textOf(config, name);
  if (text === undefined || allowed.includes(text)) return [];
  const path: Path = [name];
  return [refusal(path, `"${text}" is none of the values that are allowed: ${allowed.join(", ")}.`)];
}

function isSet(value: Value | undefined): boolean {
  return value !== null && value !== undefined && !isUnknown(value);
}
