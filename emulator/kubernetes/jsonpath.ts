import { isFields } from "./json.ts";

type Step = { field: string } | { index: number } | { all: true } | { where: string[]; equals: unknown };

/**
 * Compiles the simple JSONPaths of printer columns and selectable fields: `.a.b`, `[0]`, `[*]`, `['a.b']`,
 * `[?(@.type=="Ready")]`. Returns undefined for anything else.
 */
export function compileJsonPath(path: string): ((object: unknown) => unknown[]) | undefined {
  const steps: Step[] = [];
  let rest = path
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .replace(/^\$/, "");
  while (rest !== "") {
    const step = nextStep(rest);
    if (!step) return undefined;
    steps.push(step.step);
    rest = rest.slice(step.length);
  }
  return (object) => steps.reduce<unknown[]>((found, step) => found.flatMap((value) => take(step, value)), [object]);
}

const FIELD = /^\.((?:[^.[\]\\]|\\.)+)/;
const QUOTED = /^\[['"]([^'"]+)['"]\]/;
const INDEX = /^\[(-?\d+)\]/;
const ALL = /^(?:\[\*\]|\.\*)/;
const WHERE = /^\[\?\(\s*@((?:\.[A-Za-z0-9_\\./-]+)+)\s*==\s*(?:"([^"]*)"|'([^']*)'|(true|false|-?\d+))\s*\)\]/;

function nextStep(text: string): { step: Step; length: number } | undefined {
  const all = ALL.exec(text);
  if (all) return { step: { all: true }, length: all[0].length };
  const where = WHERE.exec(text);
  if (where) {
    const equals = where[2] ?? where[3] ?? (JSON.parse(where[4]!) as unknown);
    return { step: { where: where[1]!.split(".").slice(1), equals }, length: where[0].length };
  }
  const index = INDEX.exec(text);
  if (index) return { step: { index: Number(index[1]) }, length: index[0].length };
  const quoted = QUOTED.exec(text);
  if (quoted) return { step: { field: quoted[1]! }, length: quoted[0].length };
  const field = FIELD.exec(text);
  if (field) return { step: { field: field[1]!.replaceAll(/\\(.)/g, "$1") }, length: field[0].length };
  return undefined;
}

function take(step: Step, value: unknown): unknown[] {
  if ("field" in step) return isFields(value) && value[step.field] !== undefined ? [value[step.field]] : [];
  if ("all" in step) return Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [];
  if (!Array.isArray(value)) return [];
  if ("index" in step) return value.at(step.index) === undefined ? [] : [value.at(step.index)];
  return value.filter((item) => {
    const found = step.where.reduce<unknown>((one, name) => (isFields(one) ? one[name] : undefined), item);
    return found === step.equals;
  });
}
