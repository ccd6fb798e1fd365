/** One file of a package. */
export interface PackageFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly executable?: boolean;
}

/** What goes into a package. */
export interface PackageContents {
  readonly version: string;
  /** dist/terraform-provider-tok.cjs. */
  readonly program: string | Uint8Array;
  /** The Node that starts it, a name on the PATH or a path. Default: `node`. */
  readonly node?: string;
  /** The program as an executable with a Node of its own, for Linux on x64 with glibc. */
  readonly standalone?: Uint8Array;
}

/**
 * The provider as Terraform and OpenTofu install it: the folder of a filesystem mirror, or the content of a registry's zip.
 * They run the one file that is named after the provider, so nothing else may begin with that name.
 */
export function providerPackage({
  version,
  program,
  node = "node",
  standalone,
}: PackageContents): readonly PackageFile[] {
  return [
    { name: `terraform-provider-tok_v${version}`, content: launcher(node, standalone !== undefined), executable: true },
    // The folder may lie inside of somebody's project, whose package.json would decide what the files are.
    { name: "package.json", content: '{ "type": "commonjs" }\n' },
    { name: "provider.cjs", content: program },
    ...(standalone ? [{ name: "standalone", content: standalone, executable: true }] : []),
    { name: "start.cjs", content: start },
  ];
}

// What a plugin says in place of its first line is shown to the user, if it comes on stdout and the plugin is still there when
// it is read: so both wait for their end.
function launcher(node: string, standalone: boolean): string {
  return `#!/bin/sh
# Starts the provider "tok". Terraform and OpenTofu run this file; there is nothing to see when it is run by hand.
here=\${0%/*}
node=${quoted(node)}
unset NODE_OPTIONS
${standalone ? ownNode : ""}if ! command -v "$node" >/dev/null 2>&1; then
  echo "The provider tok needs Node 22.19 or newer, and there is no $node."
  sleep 1
  exit 1
fi
exec "$node" "$here/start.cjs"
`;
}

const ownNode = `# Needs no Node on the machine, but its libraries: systems with musl (Alpine) take the way below.
if [ -e /lib64/ld-linux-x86-64.so.2 ]; then
  exec "$here/standalone"
fi
`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Any Node can read this, also one that could not read the program. */
const start = `"use strict";
var version = process.versions.node.split(".");
if (version[0] * 1000 + Number(version[1]) < 22019) {
  require("fs").writeSync(1, "The provider tok needs Node 22.19 or newer, and " + process.execPath + " is " + process.version + ".\\n");
  setTimeout(function () {
    process.exit(1);
  }, 1000);
} else require("./provider.cjs");
`;
