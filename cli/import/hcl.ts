import { version } from "../../gateways/user-agent.ts";
import type { Place } from "./account.ts";
import type { Adoptable } from "./adoptable.ts";
import type { Destination } from "./destination.ts";

type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value | undefined };

/** A configuration that imports the keys, in the layout of `terraform fmt`. */
export function hcl(keys: readonly Adoptable[], place: Place, destination: Destination): string {
  return [
    requirement(),
    `provider "tok" {\n${attributes(providerArguments(place), "  ")}\n}`,
    ...keys.map((key) => imported(key, destination)),
  ].join("\n\n");
}

function requirement(): string {
  const [major, minor] = version.split(".");
  return `terraform {
  required_providers {
    tok = {
      source  = "tok/tok"
      version = "~> ${major}.${minor}"
    }
  }
}`;
}

function providerArguments(place: Place): Readonly<Record<string, Value | undefined>> {
  if (!("driver" in place)) return place;
  const { driver, panelURL, dataURL } = place;
  return { driver, panel_url: panelURL, data_url: dataURL };
}

function imported({ id, remoteName, spec }: Adoptable, destination: Destination): string {
  const label = labelOf(spec.name);
  const { expiresAt, allowedIPs, ...same } = spec;
  const own: Record<string, Value | undefined> = {
    ...same,
    routes: same.routes?.map(({ provider, models }) => ({ provider, models })),
    expires_at: expiresAt,
    allowed_ips: allowedIPs,
    ...("storeInState" in destination ? { store_in_state: true } : { encrypt_to: destination.encryptTo }),
  };
  const told = remoteName === spec.name ? "" : `# At the gateway: ${JSON.stringify(remoteName)}\n`;
  return `${told}import {
  to = tok_api_key.${label}
  id = ${text(id)}
}

resource "tok_api_key" ${text(label)} {
${attributes(own, "  ")}
}`;
}

/** A resource's name does not begin with a digit. */
function labelOf(name: string): string {
  return name.replaceAll("-", "_").replace(/^(?=[0-9])/, "_");
}

/** Arguments, one a line; the signs of neighbours stand below each other, but for those that take several lines. */
function attributes(given: Readonly<Record<string, Value | undefined>>, indent: string): string {
  const lines = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: expression(value, indent) }],
  );
  const isLong = (index: number) => lines[index]?.value.includes("\n") ?? true;
  const width = (index: number): number => {
    let [first, last] = [index, index];
    if (!isLong(index)) {
      while (!isLong(first - 1)) first--;
      while (!isLong(last + 1)) last++;
    }
    return Math.max(...lines.slice(first, last + 1).map(({ name }) => name.length));
  };
  return lines.map(({ name, value }, index) => `${indent}${name.padEnd(width(index))} = ${value}`).join("\n");
}

function expression(value: Value, indent: string): string {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) {
    if (!value.some((entry) => typeof entry === "object"))
      return `[${value.map((each) => expression(each, indent)).join(", ")}]`;
    const entries = value.map((entry) => `${indent}  ${expression(entry, `${indent}  `)},\n`);
    return `[\n${entries.join("")}${indent}]`;
  }
  if (typeof value === "object") {
    const object = value as Readonly<Record<string, Value | undefined>>;
    const entries = Object.entries(object).flatMap(([name, each]) =>
      each === undefined ? [] : [`${name} = ${expression(each, indent)}`],
    );
    return `{ ${entries.join(", ")} }`;
  }
  return String(value);
}

/** In a text of HCL, `${` and `%{` begin something. */
function text(value: string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, "$&$&");
}
