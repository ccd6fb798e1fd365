import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import type { Machine } from "./resources/kube/machine.ts";

/** A program that says more than this is no credential plugin. */
const longest = 1024 * 1024;

/** Files and programs of this machine. */
export const localMachine: Machine = {
  home: homedir(),
  readText: (path) => readFile(path, "utf8"),
  async run({ command, args, env, deadline }) {
    // Few logins need a program, and loading this costs every start.
    const { spawn } = await import("node:child_process");
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
      const late = setTimeout(() => child.kill("SIGKILL"), deadline);
      const said = { stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const) {
        child[name].setEncoding("utf8").on("data", (text: string) => {
          said[name] += text;
          if (said[name].length > longest) child.kill("SIGKILL");
        });
      }
      child.on("error", (error) => {
        clearTimeout(late);
        reject(error);
      });
      child.on("close", (code) => {
        clearTimeout(late);
        resolve({ code, ...said });
      });
    });
  },
};
