import type { Emulator } from "../../emulator/emulator.ts";
import { startNewApi } from "../../emulator/new-api/index.ts";
import type { BenchOptions } from "./bench.ts";

export const profiles = ["v1.0.0-rc.24", "v1.0.0-rc.21", "v0.10.8", "v0.6.8.2"] as const;

/** Benches on the world of the recordings, as user `ops`. */
export function newApi(profile: string): BenchOptions {
  return {
    start: ({ limits }) => startNewApi({ profile, seed: "wire", limits }),
    config: (emulator) => ({
      driver: "new-api",
      panelURL: emulator.panelURL,
      dataURL: emulator.dataURL,
      credentials: access(emulator),
      rateLimits: { GA: "none", CT: "none" },
    }),
  };
}

/** What the account `ops` proves itself with. */
export function access(emulator: Emulator): { accessToken: string; userId: string } {
  return { accessToken: emulator.credentials.accessToken!, userId: emulator.credentials.userId! };
}

/** The management API as somebody uses it in the console. */
export async function inConsole(emulator: Emulator, method: string, path: string, body?: unknown): Promise<unknown> {
  const { accessToken, userId } = access(emulator);
  const answer = await fetch(emulator.panelURL + path, {
    method,
    headers: { authorization: `Bearer ${accessToken}`, "new-api-user": userId },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return text.startsWith("{") ? JSON.parse(text) : text;
}

/** The same as the site's owner. */
export async function inRootConsole(emulator: Emulator, method: string, path: string, body: unknown): Promise<void> {
  const { rootAccessToken, rootUserId } = emulator.credentials;
  const answer = await fetch(emulator.panelURL + path, {
    method,
    headers: { authorization: `Bearer ${rootAccessToken}`, "new-api-user": rootUserId! },
    body: JSON.stringify(body),
  });
  const { success, message } = (await answer.json()) as { success: boolean; message: string };
  if (!success) throw new Error(`${method} ${path}: ${message}`);
}

/** A real call with a key; the status. */
export async function chat(emulator: Emulator, text: string, model = "gpt-4o-mini"): Promise<number> {
  const answer = await fetch(`${emulator.dataURL}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${text}`, "content-type": "application/json" },
    body: JSON.stringify({ model, max_tokens: 5, messages: [{ role: "user", content: "ping" }] }),
  });
  await answer.text();
  return answer.status;
}
