import { type KeySpec, keySchema } from "../../core/key.ts";
import { parseRemoteName } from "../../core/names.ts";
import { differences, type RemoteKey } from "../../core/restrictions.ts";
import { formatInstant } from "../../core/time.ts";
import { declaredName, declaredRoutes } from "../../gateways/declared-as-found.ts";
import type { Gateway } from "../../gateways/gateway.ts";

/** A key that can be declared exactly as it is. */
export interface Adoptable {
  readonly id: string;
  /** Its name at the gateway, which it keeps until it is rotated. */
  readonly remoteName: string;
  readonly spec: KeySpec & { readonly name: string };
}

/** A key that is left alone, and why. */
export interface LeftOut {
  readonly id: string;
  readonly remoteName: string;
  readonly why: string;
}

export interface Judged {
  readonly adoptable: readonly Adoptable[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Which of an account's keys can be declared without changing them. The gateway's driver is asked what each declaration
 * would become, and a key that would come out different is left out: nothing is adopted in order to be changed.
 */
export async function judge(keys: readonly RemoteKey[], gateway: Gateway): Promise<Judged> {
  const adoptable: Adoptable[] = [];
  const leftOut: LeftOut[] = [];
  const names = new Set<string>();
  for (const key of [...keys].sort((a, b) => Number(a.id) - Number(b.id))) {
    const spec = specOf(key, names);
    const why = notByUs(key) ?? (await notAsItIs(key, spec, gateway));
    if (why !== undefined) leftOut.push({ id: key.id, remoteName: key.name, why });
    else {
      names.add(spec.name);
      adoptable.push({ id: key.id, remoteName: key.name, spec });
    }
  }
  return { adoptable, leftOut };
}

function notByUs(key: RemoteKey): string | undefined {
  if (parseRemoteName(key.name)) return "tokapi made it, so it is declared somewhere already";
  if (key.usable === "expired") return "it has expired, so nobody can use it any more";
  return undefined;
}

async function notAsItIs(key: RemoteKey, spec: KeySpec, gateway: Gateway): Promise<string | undefined> {
  const parsed = keySchema.safeParse(spec);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return `it cannot be declared: ${problems.join("; ")}`;
  }
  const { restrictions, problems } = await gateway.resolve(spec);
  if (problems.length > 0) return `it cannot be declared: ${problems.map(({ message }) => message).join(" ")}`;
  const changed = differences(restrictions, key.restrictions);
  return changed.length > 0 ? `declared, it would get another ${changed.join(", ")}` : undefined;
}

function specOf({ id, name, enabled, restrictions }: RemoteKey, taken: ReadonlySet<string>): Adoptable["spec"] {
  const { group, models, quota, expiresAt, allowedIPs } = restrictions;
  return {
    name: declaredName(name, id, taken),
    ...(group === undefined ? {} : { group }),
    ...(models === undefined ? {} : { routes: declaredRoutes(models) }),
    ...(quota === undefined ? {} : { quota: { ...quota, amount: Math.round(quota.amount * 1e6) / 1e6 } }),
    ...(expiresAt === undefined ? {} : { expiresAt: formatInstant(expiresAt) }),
    ...(allowedIPs.length === 0 ? {} : { allowedIPs: [...allowedIPs] }),
    ...(enabled ? {} : { enabled: false }),
  };
}
