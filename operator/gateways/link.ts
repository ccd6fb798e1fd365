import type { Connection } from "../../gateways/connection.ts";
import type { Deps } from "../../gateways/deps.ts";
import { GatewayError } from "../../gateways/error.ts";
import type { Check, Gateway } from "../../gateways/gateway.ts";
import { openConnection } from "../../gateways/index.ts";
import { Inventory } from "./inventory.ts";

/** Whether a gateway can be used, and if not, what somebody has to do. */
export type LinkState =
  | { readonly kind: "ready"; readonly gateway: Gateway; readonly check: Check }
  | { readonly kind: "not-ready"; readonly reason: string; readonly message: string };

/**
 * One TokGateway as it is connected now: the open driver, what its last check said, and the last listing, shared by all
 * keys. A change of address or credentials makes a new link.
 */
export class GatewayLink {
  readonly connection: Connection;
  readonly #deps: Deps;
  #gateway: Gateway | undefined;
  #state: LinkState = { kind: "not-ready", reason: "Connecting", message: "The gateway is being connected to." };
  #inventory: Inventory | undefined;
  #listing: { readonly tick: number; readonly done: Promise<Inventory> } | undefined;
  readonly #closed = new AbortController();

  constructor(connection: Connection, deps: Deps) {
    this.connection = connection;
    this.#deps = deps;
  }

  get state(): LinkState {
    return this.#state;
  }

  get inventory(): Inventory | undefined {
    return this.#inventory;
  }

  /** Connects if need be and asks whether our credentials are good. Never throws; the state says how it went. */
  async check(): Promise<LinkState> {
    const signal = this.#closed.signal;
    try {
      const before = this.#gateway?.capabilities.serverVersion;
      this.#gateway ??= await openConnection(this.connection, this.#deps);
      let check = await this.#gateway.check({ signal });
      if (before !== undefined && check.serverVersion !== before) {
        // What keys can be told depends on the version, so another version is another gateway.
        await this.#gateway.close();
        this.#gateway = await openConnection(this.connection, this.#deps);
        check = await this.#gateway.check({ signal });
      }
      this.#state = { kind: "ready", gateway: this.#gateway, check };
    } catch (error) {
      const { reason, message } = explain(error);
      // A gateway that was good stays in use through an outage: each call finds out for itself.
      const lost = error instanceof GatewayError && error.code === "fix-credentials";
      if (this.#state.kind !== "ready" || lost) this.#state = { kind: "not-ready", reason, message };
    }
    return this.#state;
  }

  /** A listing begun after now. Callers at the same time share one. */
  async refresh(urgent: boolean): Promise<Inventory> {
    const asked = performance.now();
    // One that is under way began too early to show what has just been done.
    await this.#listing?.done.catch(() => undefined);
    if (this.#listing && this.#listing.tick >= asked) return this.#listing.done;
    const listing = { tick: performance.now(), done: this.#list(urgent) };
    this.#listing = listing;
    return listing.done;
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#gateway?.close();
  }

  async #list(urgent: boolean): Promise<Inventory> {
    const beganAt = this.#deps.now();
    const tick = performance.now();
    try {
      const gateway = this.#gateway;
      if (!gateway) throw new GatewayError("retry", "Connecting", "The gateway is not connected yet.");
      const keys = await gateway.list({ signal: this.#closed.signal, urgent });
      this.#inventory = new Inventory(keys, beganAt, tick);
      return this.#inventory;
    } finally {
      this.#listing = undefined;
    }
  }
}

/** An error in the words of a condition. */
export function explain(error: unknown): { reason: string; message: string } {
  if (error instanceof GatewayError) return { reason: error.reason, message: error.message };
  const { name = "Error", message = String(error) } = (error ?? {}) as { name?: string; message?: string };
  return { reason: "InternalError", message: `${name}: ${message}` };
}
