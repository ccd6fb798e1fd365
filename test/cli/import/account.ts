import type { Emulator } from "../../../emulator/emulator.ts";
import type { GatewayConsole } from "../../support/gateway-console.ts";
import { tokapiIn } from "../program.ts";

/** Keys that people made by hand: one with every restriction, one whose name could mean any key, one that is off. */
export async function keysByHand(console: GatewayConsole): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const name of ["Prod API server", "test", "staging-batch"]) ids.set(name, await console.create(name));
  await console.edit(ids.get("Prod API server")!, {
    quota: 5,
    allowedIPs: ["127.0.0.1"],
    expiresAt: "2030-01-31T00:00:00Z",
    ...(console.emulator.kind === "new-api" ? { models: ["gpt-4o-mini", "free-model"] } : {}),
  });
  await console.disable(ids.get("staging-batch")!);
  return ids;
}

/** Runs `tokapi import` for the account and answers what it prints, where nothing secret may be. Throws unless it ends well. */
export async function printed({ emulator }: GatewayConsole, ...options: readonly string[]): Promise<string> {
  const credentials = environmentOf(emulator);
  const { code, out, err } = await tokapiIn(credentials, "import", "--gateway", emulator.panelURL, ...options).ended;
  const texts = emulator.ledger.created().flatMap(({ text }) => [text, text.replace(/^sk-/, "")]);
  const secrets = [...texts, credentials.TOKAPI_ACCESS_TOKEN, credentials.TOKAPI_PASSWORD];
  if (secrets.some((secret) => secret && `${out}${err}`.includes(secret))) throw new Error("a secret was printed");
  if (code !== 0) throw new Error(err);
  return out;
}

/** The environment variables by which tokapi and its provider log in. */
export function environmentOf({ kind, credentials }: Emulator): Readonly<Record<string, string>> {
  const { accessToken = "", userId = "", email = "", password = "" } = credentials;
  return kind === "new-api"
    ? { TOKAPI_ACCESS_TOKEN: accessToken, TOKAPI_USER_ID: userId }
    : { TOKAPI_EMAIL: email, TOKAPI_PASSWORD: password };
}

/** How often the gateway was asked to make, change or delete a key. */
export function changesAt({ emulator, createRoute }: GatewayConsole): number {
  const counts = Object.entries(emulator.ledger.management()).map(([route, { requests }]) => {
    const [method, path = ""] = route.split(" ");
    const creates = method === createRoute.method && new RegExp(createRoute.path).test(path);
    return creates || method === "PUT" || method === "DELETE" ? requests : 0;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What the console shows of the keys. */
export function looks(console: GatewayConsole, ids: ReadonlyMap<string, string>): Promise<readonly object[]> {
  return Promise.all([...ids.values()].map((id) => console.look(id)));
}
