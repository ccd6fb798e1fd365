import * as z from "zod/mini";
import { parseInstant } from "../../../core/time.ts";
import type { ExecSettings } from "./kubeconfig.ts";
import type { Ended, Machine } from "./machine.ts";
import { clusterProblem } from "./problem.ts";
import type { Login } from "./server.ts";

/** A credential plugin's answer. */
const answerSchema = z.object({
  kind: z.literal("ExecCredential"),
  status: z.object({
    token: z.optional(z.string()),
    clientCertificateData: z.optional(z.string()),
    clientKeyData: z.optional(z.string()),
    expirationTimestamp: z.nullish(z.string()),
  }),
});

const deadline = 60_000;
/** Renewed so long before its end, so that no request meets it. */
const early = 30_000;
const defaultExecVersion = "client.authentication.k8s.io/v1";

/**
 * Asks a credential plugin who we are, as kubectl does (aws, gke-gcloud-auth-plugin, kubelogin, …). Its answer is kept
 * until it expires. The plugin gets no input: one that wants to ask the user fails, and says so.
 */
export function execLogin(
  machine: Machine,
  settings: ExecSettings,
  cluster: object,
  now: () => number,
): (renew: boolean) => Promise<Login> {
  const { command, installHint } = settings;
  let kept: { readonly login: Promise<Login>; until: number } | undefined;
  const failed = (why: string) =>
    clusterProblem(
      `The credential plugin "${command}" ${why}${installHint ? `\n\n${installHint.trim()}` : ""}`,
      "exec",
    );

  async function ask(entry: { until: number }): Promise<Login> {
    const apiVersion = settings.apiVersion ?? defaultExecVersion;
    const spec = { interactive: false, ...(settings.provideClusterInfo ? { cluster } : {}) };
    const env = {
      KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: "ExecCredential", spec }),
      ...Object.fromEntries((settings.env ?? []).map(({ name, value }) => [name, value])),
    };
    const ended = await machine.run({ command, args: settings.args ?? [], env, deadline }).catch((error: unknown) => {
      const { code } = error as { code?: string };
      throw failed(code === "ENOENT" ? "is not installed, or not on the PATH." : `could not be started (${code}).`);
    });
    if (ended.code === null) throw failed(`gave no answer within ${deadline / 1000} s.`);
    if (ended.code !== 0) throw failed(`ended with ${ended.code}: ${complaint(ended)}`);
    const status = answerIn(ended.stdout)?.status;
    if (!status) throw failed("answered something that is no ExecCredential.");
    if (status.token === undefined && status.clientCertificateData === undefined)
      throw failed("answered without a token and without a certificate.");
    const expires = parseInstant(status.expirationTimestamp ?? "");
    entry.until = expires === undefined ? Number.POSITIVE_INFINITY : expires - early;
    return {
      headers: status.token === undefined ? {} : { authorization: `Bearer ${status.token}` },
      cert: status.clientCertificateData,
      key: status.clientKeyData,
    };
  }

  return (renew) => {
    if (!kept || renew || now() >= kept.until) {
      const entry = { until: Number.POSITIVE_INFINITY };
      const login = ask(entry);
      const mine = Object.assign(entry, { login });
      kept = mine;
      login.catch(() => {
        if (kept === mine) kept = undefined;
      });
    }
    return kept.login;
  };
}

function answerIn(stdout: string): z.output<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(stdout)).data;
  } catch {
    return undefined;
  }
}

/** What a plugin said on its error output, without anything that looks like a token. */
function complaint({ stderr }: Ended): string {
  const said = stderr.trim().slice(-400);
  return said === "" ? "it gave no reason." : said.replace(/[A-Za-z0-9+/_=.-]{32,}/g, "[…]");
}
