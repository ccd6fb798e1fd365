import { GatewayError } from "../error.ts";
import type { CallOptions } from "../gateway.ts";
import type { Http } from "../http.ts";
import { type WireSettings, wireSettings, wireSuccess } from "./wire.ts";

/** What the panel says about itself to anybody; also the proof that it is a Sub2API panel. */
export async function readSite(http: Http, options: CallOptions = {}): Promise<WireSettings> {
  const path = "/api/v1/settings/public";
  const answer = await http.request({ operation: "version", method: "GET", path, ...options });
  const success = answer.status === 200 ? wireSuccess.safeParse(answer.body) : undefined;
  const settings = wireSettings.safeParse(success?.data?.data);
  if (settings.success) return settings.data;
  if (answer.status === 200 && answer.body === undefined) {
    throw new GatewayError("retry", "EmptyAnswer", `GET ${path} answered 200 with an empty body.`);
  }
  const message = `GET ${path} answered ${answer.status}: ${answer.text}. That is no Sub2API panel: is panelURL the console's address, without /api?`;
  throw new GatewayError("fix-credentials", "NotSub2API", message);
}

/** What somebody should know who relies on this site. */
export function siteWarnings(site: WireSettings): string[] {
  const warnings: string[] = [];
  if (site.turnstile_enabled || site.tencent_captcha_enabled || site.aliyun_captcha_enabled) {
    warnings.push("The site asks for a captcha at login: once our session ends, a human must log in.");
  }
  if (site.backend_mode_enabled) {
    warnings.push("The site is in backend mode: only administrators may manage keys.");
  }
  return warnings;
}
