// One real control plane (etcd, kube-apiserver, on request kube-controller-manager) for a test run.
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { controlPlaneAssets } from "../tools/control-plane.ts";
import { kubeconfigFor } from "./kubeconfig.ts";

/** A running control plane. Authorisation is RBAC; `adminToken` is in system:masters. */
export interface ControlPlane {
  /** https://127.0.0.1:PORT */
  readonly url: string;
  /** PEM of the certificate that signs the server's (its own). */
  readonly ca: string;
  readonly adminToken: string;
  /** A kubeconfig file's text for this server, as the administrator or with another token. */
  kubeconfig(token?: string): string;
  /** The folder of its data and certificates; gone after `stop`. */
  readonly directory: string;
  /** What the programs wrote, its last part, for a test that fails. */
  logs(): string;
  /** Ends the programs, etcd last, and removes their files. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane that is ready to serve. Takes about 1.5 s once the programs exist.
 * Throws the sentence of {@link controlPlaneAssets} when they do not: ask it first to pass over a test loudly.
 */
export async function startControlPlane(options: { readonly controllerManager?: boolean } = {}): Promise<ControlPlane> {
  const assets = await controlPlaneAssets();
  if ("missing" in assets) throw new Error(assets.missing);
  const program = (name: string) => join(assets.directory, name);
  if (options.controllerManager && !existsSync(program("kube-controller-manager"))) {
    throw new Error(`${assets.directory} holds no kube-controller-manager; unset KUBEBUILDER_ASSETS to build one`);
  }
  const home = await mkdtemp(join(tmpdir(), "tokapi-control-plane-"));
  const processes = new Processes(home);
  try {
    const [etcdPort, peerPort, port] = await freePorts(3);
    const url = `https://127.0.0.1:${port}`;
    const etcd = `http://127.0.0.1:${etcdPort}`;
    const adminToken = randomBytes(16).toString("hex");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = join(home, "service-account.key");
    await writeFile(key, privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
    await writeFile(join(home, "tokens.csv"), `${adminToken},admin,admin,system:masters\n`, { mode: 0o600 });

    processes.start(program("etcd"), [
      "--unsafe-no-fsync",
      `--data-dir=${join(home, "etcd")}`,
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
      "--log-level=error",
    ]);
    processes.start(program("kube-apiserver"), [
      `--etcd-servers=${etcd}`,
      `--secure-port=${port}`,
      "--bind-address=127.0.0.1",
      `--cert-dir=${join(home, "certificates")}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      "--service-cluster-ip-range=10.0.0.0/24",
      "--authorization-mode=RBAC",
      `--token-auth-file=${join(home, "tokens.csv")}`,
      // Without a kubelet no pod runs, and without the token controller no pod could be admitted.
      "--disable-admission-plugins=ServiceAccount",
    ]);
    const ca = await ready(url, adminToken, join(home, "certificates", "apiserver.crt"), processes);
    const kubeconfig = (token = adminToken) => kubeconfigFor(url, token, ca);
    if (options.controllerManager) {
      const config = join(home, "kubeconfig");
      await writeFile(config, kubeconfig(), { mode: 0o600 });
      const [managerPort] = await freePorts(1);
      processes.start(program("kube-controller-manager"), [
        `--kubeconfig=${config}`,
        `--service-account-private-key-file=${key}`,
        "--leader-elect=false",
        `--secure-port=${managerPort}`,
        "--bind-address=127.0.0.1",
        `--cert-dir=${join(home, "manager-certificates")}`,
      ]);
    }
    return {
      url,
      ca,
      adminToken,
      kubeconfig,
      directory: home,
      logs: () => processes.logs(),
      stop: () => processes.stop(),
    };
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

/** The child processes of one control plane, in the order of their start, and the folder they write to. */
class Processes {
  readonly #home: string;
  readonly #guard: ChildProcessByStdio<Writable, null, null>;
  readonly #children: { readonly child: ChildProcess; readonly name: string; readonly ended: Promise<void> }[] = [];
  #log = "";
  #stopped: Promise<void> | undefined;

  constructor(home: string) {
    this.#home = home;
    // A run that is killed must leave no server behind. Jest gives tests a copy of `process` whose "exit" never fires,
    // and SIGKILL fires nothing anywhere; but the end of a pipe is always seen. Each line we send is a process to end.
    const script = 'while read -r pid; do pids="$pids $pid"; done; kill -9 $pids; rm -rf "$0"';
    this.#guard = spawn("sh", ["-c", script, home], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    this.#guard.unref();
  }

  start(file: string, args: readonly string[]): void {
    const child = spawn(file, args, { cwd: this.#home, stdio: ["ignore", "pipe", "pipe"] });
    const name = file.slice(file.lastIndexOf("/") + 1);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#log = (this.#log + text).slice(-20_000);
      });
    }
    const ended = new Promise<void>((resolve) => {
      child.once("error", (error) => {
        this.#log += `${name}: ${error.message}\n`;
        resolve();
      });
      child.once("exit", () => resolve());
    });
    if (child.pid !== undefined) this.#guard.stdin.write(`${child.pid}\n`);
    this.#children.push({ child, name, ended });
  }

  /** The first program that ended by itself. */
  dead(): string | undefined {
    return this.#children.find(({ child }) => child.exitCode !== null || child.signalCode !== null)?.name;
  }

  logs(): string {
    return this.#log;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    for (const { child, ended } of this.#children.toReversed()) {
      child.kill("SIGTERM");
      // A kube-apiserver with open watches may take its grace period of a minute to end.
      const impatient = setTimeout(() => child.kill("SIGKILL"), 2_000);
      await ended;
      clearTimeout(impatient);
    }
    this.#guard.kill("SIGKILL");
    await rm(this.#home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function ready(url: string, token: string, certificate: string, processes: Processes): Promise<string> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    const dead = processes.dead();
    if (dead) throw new Error(`${dead} ended while the control plane started:\n${processes.logs().slice(-3_000)}`);
    const ca = await readFile(certificate, "utf8").catch(() => "");
    if (ca.includes("END CERTIFICATE") && (await answersReady(url, token, ca))) return ca;
    await sleep(50);
  }
  throw new Error(`the control plane was not ready after 60 s:\n${processes.logs().slice(-3_000)}`);
}

async function answersReady(url: string, token: string, ca: string): Promise<boolean> {
  const agent = new Agent({ allowH2: false, connect: { ca } });
  const ok = async (path: string) => {
    const answer = await request(url + path, { dispatcher: agent, headers: { authorization: `Bearer ${token}` } });
    await answer.body.dump();
    return answer.statusCode === 200;
  };
  try {
    // /readyz turns good a moment before the first namespace exists.
    return (await ok("/readyz")) && (await ok("/api/v1/namespaces/default"));
  } catch {
    return false;
  } finally {
    await agent.close();
  }
}

/** Ports that were free a moment ago: all are held at once, so that they differ, and then let go. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
