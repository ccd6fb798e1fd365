import { Annotations, Aspects, type IAspect, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** Something that only one construct of a tree may have, such as a name at a gateway. */
export interface Claim {
  /** What it is, the same text for everybody who claims it: `the key prod-api-server at the gateway tokmodel`. */
  readonly thing: string;
  /** What to do when somebody else has it. */
  readonly advice: string;
  /** Who has it, if not the one who says so. */
  readonly by?: IConstruct;
}

/** What a construct says of itself when the tree is judged. */
export interface Findings {
  /** Sentences that begin with the prop: `rotation.overlap: …`. */
  readonly problems?: readonly string[];
  readonly warnings?: readonly string[];
  readonly claims?: readonly Claim[];
}

type Check = () => Findings;

/** Aspects that bear this are asked by the library itself, wherever they are attached. */
export const ruleBrand = Symbol.for("tokapi/rule");

const checks = new WeakMap<IConstruct, Check>();
const armed = new WeakSet<IConstruct>();
const verdicts = new WeakMap<IConstruct, Map<IAspect, string | undefined>>();
const warned = new WeakMap<IConstruct, Set<string>>();

/**
 * Has a construct judged at synth. The whole tree is judged at once, by the first stack that is validated, so that people
 * see everything that is wrong and not only what is wrong in one stack.
 */
export function checkAtSynth(construct: IConstruct, check: Check): void {
  checks.set(construct, check);
  const { root } = construct.node;
  for (const place of [root, stackOf(construct)]) {
    if (!place || armed.has(place)) continue;
    armed.add(place);
    place.node.addValidation({ validate: () => ((firstStack(root) ?? root) === place ? refusal(root) : []) });
  }
}

/** The stack that a construct stands in, of whichever core. */
export function stackOf(construct: IConstruct): TerraformStack | undefined {
  return construct.node.scopes.find((scope): scope is TerraformStack => TerraformStack.isStack(scope));
}

/** What a rule thinks of a construct; undefined: nothing is wrong. */
export function judge(construct: IConstruct, rule: IAspect, problem: string | undefined): void {
  const known = verdicts.get(construct) ?? new Map<IAspect, string | undefined>();
  verdicts.set(construct, known.set(rule, problem));
}

/** Everything that is wrong in a tree, each with the path of its construct. Adds the warnings on the way. */
function problemsIn(root: IConstruct): readonly string[] {
  const problems: string[] = [];
  const claims = new Map<string, IConstruct>();
  const look = (construct: IConstruct, inherited: readonly IAspect[]): void => {
    const own = Aspects.of(construct).all.filter((aspect) => ruleBrand in aspect);
    const rules = own.length > 0 ? [...inherited, ...own] : inherited;
    const check = checks.get(construct);
    if (check) {
      const { path } = construct.node;
      const found = check();
      problems.push(...(found.problems ?? []).map((problem) => `${path}: ${problem}`));
      for (const { thing, advice, by = construct } of found.claims ?? []) {
        const other = claims.get(thing) ?? by;
        claims.set(thing, other);
        if (other !== by) problems.push(`${path}: ${thing} is declared by ${other.node.path} already. ${advice}`);
      }
      for (const warning of found.warnings ?? []) warn(construct, warning);
      for (const rule of rules) {
        rule.visit(construct);
        const verdict = verdicts.get(construct)?.get(rule);
        if (verdict !== undefined) problems.push(`${path}: ${verdict}`);
      }
    }
    for (const child of construct.node.children) look(child, rules);
  };
  look(root, []);
  return problems;
}

/** A warning, once. It goes into the manifest of the app, out of which the command lines of both cores show it at synth. */
export function warn(construct: IConstruct, text: string): void {
  const told = warned.get(construct) ?? new Set();
  if (told.has(text)) return;
  warned.set(construct, told.add(text));
  Annotations.of(construct).addWarning(text);
}

/** The problems as one text for whoever refuses them; empty when there are none. */
export function refusal(root: IConstruct): string[] {
  const problems = problemsIn(root);
  if (problems.length === 0) return [];
  const count = problems.length === 1 ? "One declaration is" : `${problems.length} declarations are`;
  return [[`${count} refused:`, ...problems].join("\n    ")];
}

function firstStack(construct: IConstruct): IConstruct | undefined {
  if (armed.has(construct) && TerraformStack.isStack(construct)) return construct;
  for (const child of construct.node.children) {
    const found = firstStack(child);
    if (found) return found;
  }
  return undefined;
}
