import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { longestPeriod } from "../../core/schedule.ts";
import { formatDuration, parseDuration } from "../../core/time.ts";
import { ApiKey } from "./api-key.ts";
import { judge, ruleBrand } from "./checks.ts";
import { patternsFrom } from "./rotation.ts";

/**
 * A rule about the keys of a tree: `Aspects.of(app).add(KeyRule.rotateAtLeastEvery("90d"))`. It holds for all keys below the
 * construct, on an App as well, whose aspects cdktf itself never asks. Keys that break one are refused at synth, together
 * with everything else that is wrong.
 */
export class KeyRule implements IAspect {
  /** Every key is replaced at least so often, by its rotation or its lifetime: `90d`. */
  static rotateAtLeastEvery(period: string): KeyRule {
    const most = parseDuration(period);
    if (most === undefined)
      throw new Error(`KeyRule.rotateAtLeastEvery: "${period}" is no duration; write for example 90d`);
    return new KeyRule((key) => {
      const found = periodOf(key);
      if (found !== undefined && found <= most) return undefined;
      const is = found === undefined ? "is rotated only on request" : `is rotated only every ${formatDuration(found)}`;
      return `rotation: this key ${is}, and every key here must be rotated at least every ${period}; give rotation: Rotation.every("${period}")`;
    });
  }

  /** Every key has an owner. */
  static haveOwner(): KeyRule {
    return new KeyRule((key) =>
      key.owner ? undefined : "owner: is missing; say who answers for this key, a team or an address",
    );
  }

  /**
   * In production every key names its models: it has routes, and each of them models. Keys of gateways whose groups decide
   * about models must name a group.
   */
  static noWildcardModelsInProduction(): KeyRule {
    return new KeyRule((key) => {
      if (!key.environment?.production) return undefined;
      if (key.gateway._known?.models === false)
        return key._props.group === undefined
          ? "group: is missing; in production it must be said which models a key opens, and here the group says it"
          : undefined;
      const open = key.routes.filter((route) => route.enabled);
      const wild = open.filter((route) => route.models === undefined);
      if (open.length > 0 && wild.length === 0) return undefined;
      const which =
        open.length === 0
          ? "this key may call every model"
          : `${wild.map(({ node }) => node.path).join(", ")} opens every model of its provider`;
      return `routes: ${which}, and in production models are named one by one; give ModelRoute its models`;
    });
  }

  /**
   * Names say where and how a key is used: they match a pattern, in which `{environment}` stands for the name of the key's
   * environment.
   * @param pattern A regular expression for the whole name. Default: the environment, a hyphen, and what the key is for.
   */
  static namesMatch(pattern: string = "{environment}-.+"): KeyRule {
    return new KeyRule((key) => {
      const wanted = pattern.replaceAll("{environment}", key.environment?.name ?? "[a-z0-9]+");
      if (new RegExp(`^(?:${wanted})$`).test(key.name)) return undefined;
      return `name: "${key.name}" does not match ${wanted}; names here say where and how a key is used`;
    });
  }

  readonly #problemOf: (key: ApiKey) => string | undefined;

  private constructor(problemOf: (key: ApiKey) => string | undefined) {
    this.#problemOf = problemOf;
    Object.defineProperty(this, ruleBrand, { value: true });
  }

  /** Judges a construct; what it finds is told at synth. */
  visit(construct: IConstruct): void {
    if (ApiKey.isApiKey(construct)) judge(construct, this, this.#problemOf(construct));
  }
}

/** The longest time that a key of this declaration lives, in milliseconds; undefined: without end. */
function periodOf({ rotation, _props: { lifetime } }: ApiKey): number | undefined {
  const { period, pattern, timeZone } = { ...rotation, timeZone: rotation?._spec.timeZone };
  const byPattern =
    pattern === undefined ? undefined : longestPeriod({ pattern, timeZone: String(timeZone ?? "UTC") }, patternsFrom);
  const all = [parseDuration(period ?? ""), parseDuration(lifetime ?? ""), byPattern].filter(
    (each) => each !== undefined,
  );
  return all.length === 0 ? undefined : Math.min(...all);
}
