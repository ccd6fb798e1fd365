import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";

/** The Node that is to start the provider. */
export interface NodeProgram {
  /** `node`, or the path of one. */
  readonly command: string;
  /** A sentence for the user. */
  readonly told: string;
}

/** The `node` on the user's PATH if it is new enough, else the one that runs this. */
export function nodeProgram(environment: Readonly<Record<string, string | undefined>>): NodeProgram {
  // `npm run` puts folders in front, which Terraform will not have.
  const path = (environment.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !/node_modules\/\.bin$|node-gyp-bin$/.test(folder));
  const { stdout } = spawnSync("node", ["--version"], { env: { PATH: path.join(delimiter) }, encoding: "utf8" });
  const [, version, major = 0, minor = 0] = /^(v(\d+)\.(\d+)\.\d+)/.exec(stdout ?? "") ?? [];
  if (version && Number(major) * 1000 + Number(minor) >= 22_019)
    return { command: "node", told: `It is started by the node on the PATH (${version}).` };
  const why = version ? `The node on the PATH is ${version} and too old` : "There is no node on the PATH";
  return {
    command: process.execPath,
    told: `${why} (22.19 or newer is needed), so it is started by ${process.execPath} (${process.version}); keep that in place.`,
  };
}
