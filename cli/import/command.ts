import { parseArgs } from "node:util";
import type { Call } from "../../provider/protocol/provider.ts";
import { UsageError } from "../usage-error.ts";
import { account, type Place } from "./account.ts";
import { type Adoptable, judge, type LeftOut } from "./adoptable.ts";
import { type Destination, destinationOf } from "./destination.ts";
import { hcl } from "./hcl.ts";
import { manifests } from "./manifests.ts";
import { typescript } from "./typescript.ts";

/** What a language is given to print. */
interface Told {
  readonly keys: readonly Adoptable[];
  readonly place: Place;
  readonly destination: Destination | undefined;
  readonly namespace: string | undefined;
  readonly core: "cdktf" | "cdktn";
}

const languages = {
  typescript: { comment: "//", print: ({ keys, place, ...options }: Told) => typescript(keys, place, options) },
  hcl: { comment: "#", print: ({ keys, place, destination }: Told) => hcl(keys, place, chosen(destination)) },
  yaml: { comment: "#", print: ({ keys, place, namespace }: Told) => manifests(keys, place, namespace) },
} as const;
const known = Object.keys(languages).join(", ");

/**
 * `tokapi import`: declarations that take over the keys of an account. Only reads, and never a key's text. What is left out is
 * said at the end of the text.
 */
export async function runImport(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      gateway: { type: "string" },
      as: { type: "string", default: "typescript" },
      cdktn: { type: "boolean", default: false },
      name: { type: "string", multiple: true },
      namespace: { type: "string" },
      "encrypt-to": { type: "string", multiple: true },
      "store-in-state": { type: "boolean", default: false },
    },
  });
  if (values.gateway === undefined || !URL.canParse(values.gateway))
    throw new UsageError("say where the console is: --gateway https://tokmodel.com");
  const language = languages[values.as as keyof typeof languages];
  if (!language) throw new UsageError(`--as ${values.as}: must be one of ${known}`);
  const destination = destinationOf(values["encrypt-to"], values["store-in-state"]);
  // Before anything is asked of the gateway.
  if (values.as === "hcl") chosen(destination);

  const { place, client } = account(values.gateway, process.env, call);
  const gateway = await client.gateway(call);
  try {
    const listed = await client.listing.all(call);
    const asked = values.name;
    const { adoptable, leftOut } = await judge(
      asked ? listed.filter(({ name }) => asked.includes(name)) : listed,
      gateway,
    );
    const missing = (asked ?? []).filter((name) => !listed.some((key) => key.name === name));
    if (missing.length > 0) throw new Error(`the account has no key named ${missing.map(quoted).join(", ")}`);
    const { namespace, cdktn } = values;
    const core = cdktn ? "cdktn" : "cdktf";
    const text = language.print({ keys: adoptable, place, destination, namespace, core });
    process.stdout.write(`${[text, ...told(leftOut, language.comment)].join("\n\n")}\n`);
    return 0;
  } finally {
    await gateway.close();
  }
}

function chosen(destination: Destination | undefined): Destination {
  if (destination) return destination;
  throw new UsageError(
    "say where Terraform keeps the keys' texts: --encrypt-to age1… (in the state, readable by you only), or --store-in-state (in the state, in clear)",
  );
}

function told(leftOut: readonly LeftOut[], comment: string): readonly string[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.map(({ id, remoteName, why }) => `  ${quoted(remoteName)} (id ${id}): ${why}`);
  // A message may have lines of its own, and each must stay a comment.
  return [
    ["Left out:", ...lines]
      .flatMap((line) => line.split(/\r?\n/))
      .map((line) => `${comment} ${line}`)
      .join("\n"),
  ];
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

const call: Call = {
  signal: new AbortController().signal,
  report: ({ summary, detail }) =>
    void process.stderr.write(`${detail === undefined ? summary : `${summary}: ${detail}`}\n`),
  log: () => {},
};
