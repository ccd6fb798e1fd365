import type { KubeObject } from "./json.ts";
import type { Resource } from "./resource.ts";
import { badRequest } from "./status.ts";
import { type Entry, parseEntry } from "./store.ts";

type Labels = Readonly<Record<string, string>> | undefined;
type LabelTest = (labels: Labels) => boolean;

/** Which objects a list or a watch is about. */
export interface Selection {
  /** True when it lets everything through. */
  readonly all: boolean;
  readonly matches: (entry: Entry) => boolean;
}

/** Both selectors as one test; 400 for what does not parse or is not supported by the resource. */
export function selectionOf(resource: Resource, query: URLSearchParams): Selection {
  const labels = parseLabelSelector(query.get("labelSelector") ?? "");
  const fields = parseFieldSelector(resource, query.get("fieldSelector") ?? "");
  if (labels.length === 0 && fields.length === 0) return { all: true, matches: () => true };
  const matches = (entry: Entry): boolean => {
    if (!labels.every((test) => test(entry.labels))) return false;
    let object: KubeObject | undefined;
    return fields.every((test) =>
      test(entry.key, () => {
        object ??= resource.fromStored(parseEntry(entry));
        return object;
      }),
    );
  };
  return { all: false, matches };
}

const KEY = "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?(?:/[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?";
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const COMPARISON = new RegExp(`^(${KEY})\\s*(==|=|!=|>|<)\\s*([-A-Za-z0-9_.]*)$`);
const PRESENCE = new RegExp(`^(!?)\\s*(${KEY})$`);

function parseLabelSelector(text: string): LabelTest[] {
  return splitOutsideParentheses(text).map((clause) => {
    const set = SET.exec(clause);
    if (set) {
      const [, key = "", operator, list = ""] = set;
      const values = new Set(list.split(",").map((value) => value.trim()));
      if (operator === "in") return (labels) => labels?.[key] !== undefined && values.has(labels[key]!);
      return (labels) => labels?.[key] === undefined || !values.has(labels[key]!);
    }
    const comparison = COMPARISON.exec(clause);
    if (comparison) {
      const [, key = "", operator, value = ""] = comparison;
      if (operator === "!=") return (labels) => labels?.[key] !== value;
      if (operator === ">") return (labels) => Number(labels?.[key]) > Number(value);
      if (operator === "<") return (labels) => Number(labels?.[key]) < Number(value);
      return (labels) => labels?.[key] === value;
    }
    const presence = PRESENCE.exec(clause);
    if (presence) {
      const [, not, key = ""] = presence;
      return (labels) => (labels?.[key] !== undefined) === (not === "");
    }
    const stray = new RegExp(`^${KEY}\\s+(\\S+)`).exec(clause);
    if (stray) {
      throw badRequest(`unable to parse requirement: found '${stray[1]}', expected: in, notin, =, ==, !=, gt, lt`);
    }
    throw badRequest(`unable to parse requirement: ${JSON.stringify(clause)} is not a label selector`);
  });
}

type FieldTest = (key: string, object: () => KubeObject) => boolean;

function parseFieldSelector(resource: Resource, text: string): FieldTest[] {
  return text
    .split(",")
    .filter((clause) => clause.trim() !== "")
    .map((clause) => {
      const match = /^\s*([^=!]+?)\s*(!=|==|=)\s*(.*?)\s*$/.exec(clause);
      if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${clause}'`);
      const [, field = "", operator, value = ""] = match;
      const wanted = operator !== "!=";
      if (field === "metadata.name") return (key) => (nameOf(key) === value) === wanted;
      if (field === "metadata.namespace" && resource.namespaced)
        return (key) => (namespaceOf(key) === value) === wanted;
      const read = resource.selectable[field];
      if (!read) throw badRequest(unsupportedField(resource, field));
      return (_key, object) => (read(object()) === value) === wanted;
    });
}

function unsupportedField(resource: Resource, field: string): string {
  if (resource.custom || Object.keys(resource.selectable).length > 0) return `field label not supported: ${field}`;
  const known = resource.namespaced ? '"metadata.name", "metadata.namespace"' : '"metadata.name"';
  return `${JSON.stringify(field)} is not a known field selector: only ${known}`;
}

function nameOf(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

function namespaceOf(key: string): string {
  const slash = key.indexOf("/");
  return slash === -1 ? "" : key.slice(0, slash);
}

function splitOutsideParentheses(text: string): string[] {
  const clauses: string[] = [];
  let depth = 0;
  let clause = "";
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === "," && depth === 0) {
      clauses.push(clause.trim());
      clause = "";
    } else clause += character;
  }
  if (clause.trim() !== "" || clauses.length > 0) clauses.push(clause.trim());
  return clauses;
}
