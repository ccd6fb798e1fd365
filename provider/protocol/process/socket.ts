import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "./host.ts";

/** Where a server listens, in the words of the handshake. */
export interface Address {
  readonly network: "unix" | "tcp";
  /** A path, or `host:port`. */
  readonly address: string;
  /** Takes away what listening left on the disk. */
  remove(): void;
}

/** What the kernel takes for a socket's path: 104 bytes on macOS, 108 on Linux, the last one 0. */
const longestPath = 103;

/**
 * Listens on a unix socket in a directory of its own that only this user may enter; on Windows, and where no path is
 * short enough, on a port of 127.0.0.1.
 */
export async function listen(
  server: Server,
  { environment, platform }: Pick<Host, "environment" | "platform">,
  base = environment.PLUGIN_UNIX_SOCKET_DIR || tmpdir(),
): Promise<Address> {
  const directory = platform === "win32" ? undefined : privateDirectory([base, "/tmp"]);
  if (!directory) return listenOnPort(server, environment);
  const path = join(directory, "socket");
  await listening(server, (ready) => server.listen(path, ready));
  const group = environment.PLUGIN_UNIX_SOCKET_GROUP;
  if (group) {
    for (const [place, mode] of [
      [directory, 0o750],
      [path, 0o660],
    ] as const) {
      chownSync(place, -1, groupId(group));
      chmodSync(place, mode);
    }
  }
  return {
    network: "unix",
    address: path,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** mkdtemp makes directories of mode 0700. */
function privateDirectory(bases: readonly string[]): string | undefined {
  for (const base of bases) {
    const prefix = join(base, "tf-");
    if (Buffer.byteLength(join(`${prefix}XXXXXX`, "socket")) > longestPath) continue;
    try {
      return mkdtempSync(prefix);
    } catch {
      // Not ours to write to: the next one.
    }
  }
  return undefined;
}

/** The client may wish for a range of ports. */
async function listenOnPort(server: Server, environment: Host["environment"]): Promise<Address> {
  const first = Number(environment.PLUGIN_MIN_PORT ?? 0);
  const last = Number(environment.PLUGIN_MAX_PORT ?? first);
  for (let port = first; ; port += 1) {
    try {
      await listening(server, (ready) => server.listen(port, "127.0.0.1", ready));
      break;
    } catch (error) {
      if (port >= last) throw error;
    }
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { network: "tcp", address: `127.0.0.1:${address.port}`, remove: () => {} };
}

function listening(server: Server, start: (ready: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    start(() => {
      server.off("error", reject);
      resolve();
    });
  });
}

function groupId(group: string): number {
  if (/^\d+$/.test(group)) return Number(group);
  const line = readFileSync("/etc/group", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${group}:`));
  if (!line) throw new Error(`PLUGIN_UNIX_SOCKET_GROUP names no group of this machine: "${group}"`);
  return Number(line.split(":")[2]);
}
