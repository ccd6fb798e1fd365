// A process in which a provider believes itself, with a clock that a test moves.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownCertificate } from "../../../../provider/protocol/process/certificate.ts";
import type { Host } from "../../../../provider/protocol/process/host.ts";
import { serve } from "../../../../provider/protocol/serve.ts";
import { type Client, connect } from "../client.ts";
import { exerciseProvider, newWorld } from "../exercise.ts";

export const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
export const clientCertificate = ownCertificate(new Date());

export interface FakeHost extends Host {
  readonly announced: readonly string[];
  readonly complaints: readonly string[];
  readonly exits: readonly number[];
  /** Comes back once the provider wished to exit. */
  exited(): Promise<number>;
  /** How long the timers wait that are still on. */
  readonly waiting: readonly number[];
  /** Lets every timer of this length fire. */
  fire(milliseconds: number): void;
  /** Runs what was to be done at the exit. */
  leave(): void;
}

export function fakeHost(
  environment: Readonly<Record<string, string>> = {},
  platform: NodeJS.Platform = "linux",
): FakeHost {
  const timers = new Set<{ readonly milliseconds: number; readonly then: () => void }>();
  const announced: string[] = [];
  const complaints: string[] = [];
  const exits: number[] = [];
  const atExit: (() => void)[] = [];
  let tell: (code: number) => void = () => {};
  const exited = new Promise<number>((resolve) => {
    tell = resolve;
  });
  return {
    environment: { TF_PLUGIN_MAGIC_COOKIE: cookie, ...environment },
    platform,
    announced,
    complaints,
    exits,
    exited: () => exited,
    now: () => new Date(),
    after: (milliseconds, then) => {
      const timer = { milliseconds, then };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    announce: (line) => announced.push(line),
    complain: (line) => complaints.push(line),
    atExit: (then) => atExit.push(then),
    exit: (code) => {
      exits.push(code);
      tell(code);
    },
    get waiting() {
      return [...timers].map(({ milliseconds }) => milliseconds);
    },
    fire: (milliseconds) => {
      for (const timer of timers) {
        if (timer.milliseconds !== milliseconds) continue;
        timers.delete(timer);
        timer.then();
      }
    },
    leave: () => {
      for (const then of atExit) then();
    },
  };
}

export interface Served {
  readonly host: FakeHost;
  /** The fields of the handshake. */
  readonly fields: readonly string[];
  /** The address: a path, or host and port. */
  readonly address: string;
  /** PEM of the certificate that the handshake brought. */
  readonly certificate: string;
  connect(): Promise<Client>;
}

/** The exercise provider, served to nobody yet. */
export async function served(host: FakeHost): Promise<Served> {
  await serve(exerciseProvider(newWorld()), { host });
  const fields = (host.announced[0] ?? "").trimEnd().split("|");
  const certificate = `-----BEGIN CERTIFICATE-----\n${padded(fields[5] ?? "")}\n-----END CERTIFICATE-----\n`;
  const address = fields[3] ?? "";
  const { key, cert } = clientCertificate;
  return {
    host,
    fields,
    address,
    certificate,
    connect: () => connect(address, fields[5] ? { ca: certificate, key, cert } : undefined),
  };
}

function padded(base64: string): string {
  const whole = base64 + "=".repeat((4 - (base64.length % 4)) % 4);
  return whole.replace(/.{64}(?=.)/g, "$&\n");
}

export function temporaryFolder(name = "tokapi-protocol-"): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), name));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
