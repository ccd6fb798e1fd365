import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

/** A provider that Terraform and OpenTofu shall find without a registry. */
export interface MirroredProvider {
  /** Without a host: "tok/tok". */
  readonly address: string;
  readonly version: string;
  /** The folder whose one file `terraform-provider-…` is the program. Linked, not copied. */
  readonly folder: string;
}

const HOSTS = { terraform: "registry.terraform.io", tofu: "registry.opentofu.org" } as const;
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };

/** An address without a host, as each tool completes it: a provider is looked for below its own registry's name. */
export function fullAddresses(address: string): readonly string[] {
  return Object.values(HOSTS).map((host) => `${host}/${address}`);
}

/** Go's name for this machine: "linux_amd64". */
export function platform(): string {
  return `${SYSTEMS[process.platform] ?? process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;
}

/** Puts providers into a filesystem mirror, unpacked, where both tools look for them. */
export async function fillMirror(mirror: string, providers: readonly MirroredProvider[]): Promise<void> {
  await mkdir(mirror, { recursive: true });
  for (const { address, version, folder } of providers) {
    for (const full of fullAddresses(address)) {
      await mkdir(join(mirror, full, version), { recursive: true });
      await symlink(folder, join(mirror, full, version, platform()), "dir");
    }
  }
}
