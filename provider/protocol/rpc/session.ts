import { refusal } from "./diagnostics.ts";

/**
 * What one connection remembers. A client configures the provider anew on each: in debug mode several runs share one
 * process, and none must see another's configuration.
 */
export interface Session<Client> {
  configured: { readonly client: Client } | undefined;
  /** Aborts the calls in flight, one function each. */
  readonly running: Set<() => void>;
}

export function openSession<Client>(): Session<Client> {
  return { configured: undefined, running: new Set() };
}

export function clientOf<Client>(session: Session<Client>): Client {
  if (session.configured) return session.configured.client;
  throw refusal("The provider is not configured", "Its configuration failed or never came.");
}

/** The part of the provider that a request names. */
export function find<T>(parts: Readonly<Record<string, T>> | undefined, kind: string, name: string): T {
  if (parts && Object.hasOwn(parts, name)) return parts[name]!;
  const known = Object.keys(parts ?? {}).join(", ") || "none";
  throw refusal(`Unknown ${kind} "${name}"`, `This version of the provider has: ${known}.`);
}
