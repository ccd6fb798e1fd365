import { type Answer, json, type Request } from "../http.ts";
import type { Router } from "../router.ts";
import { ok } from "./answers.ts";
import { publicLimit } from "./guard.ts";
import type { World } from "./world.ts";

/** What the server tells anybody: that it lives, that it is installed, and its public settings. */
export function addSiteRoutes(router: Router, world: World): void {
  router.add("GET", "/health", () => json(200, { status: "ok" }));
  router.add("GET", "/setup/status", () => json(200, { code: 0, data: { needs_setup: false, step: "completed" } }));
  router.add("GET", "/api/v1/settings/public", (request) => publicSettings(world, request));
}

const off = [
  "registration_enabled",
  "email_verify_enabled",
  "force_email_on_third_party_signup",
  "registration_email_domain_quota_enabled",
  "password_reset_enabled",
  "invitation_code_enabled",
  "totp_enabled",
  "passkey_enabled",
  "login_agreement_enabled",
  "tencent_captcha_enabled",
  "aliyun_captcha_enabled",
  "compact_home_enabled",
  "hide_ccs_import_button",
  "purchase_subscription_enabled",
  "dingtalk_oauth_enabled",
  "linuxdo_oauth_enabled",
  "wechat_oauth_enabled",
  "wechat_oauth_open_enabled",
  "wechat_oauth_mp_enabled",
  "wechat_oauth_mobile_enabled",
  "oidc_oauth_enabled",
  "github_oauth_enabled",
  "google_oauth_enabled",
  "payment_enabled",
  "balance_low_notify_enabled",
  "account_quota_notify_enabled",
  "channel_monitor_show_quota",
  "available_channels_enabled",
  "model_plaza_enabled",
  "model_plaza_require_auth",
  "affiliate_enabled",
  "risk_control_enabled",
  "allow_user_view_error_requests",
];

const blank = [
  "turnstile_site_key",
  "tencent_captcha_app_id",
  "aliyun_captcha_scene_id",
  "aliyun_captcha_prefix",
  "site_logo",
  "api_base_url",
  "contact_info",
  "doc_url",
  "home_content",
  "purchase_subscription_url",
  "balance_low_notify_recharge_url",
];

const rest = {
  registration_email_suffix_whitelist: [],
  promo_code_enabled: true,
  login_agreement_mode: "modal",
  login_agreement_updated_at: "2026-03-31",
  login_agreement_revision: "0eff189d66e0af4e",
  login_agreement_documents: [
    { id: "terms", title: "服务条款", content_md: "" },
    { id: "usage-policy", title: "使用政策", content_md: "" },
    { id: "supported-regions", title: "支持的国家和地区", content_md: "" },
    { id: "service-specific-terms", title: "服务特定条款", content_md: "" },
  ],
  tencent_captcha_region: "cn",
  aliyun_captcha_region: "cn",
  site_name: "Sub2API",
  site_subtitle: "Subscription to API Conversion Platform",
  table_default_page_size: 20,
  table_page_size_options: [10, 20, 50],
  custom_menu_items: [],
  custom_endpoints: [],
  oidc_oauth_provider_name: "OIDC",
  server_timezone: "UTC",
  server_utc_offset: "+00:00",
  balance_low_notify_threshold: 0,
  channel_monitor_enabled: true,
  channel_monitor_mode: "v1",
  channel_monitor_default_interval_seconds: 60,
  channel_monitor_hide_throughput: true,
};

function publicSettings(world: World, request: Request): Answer {
  const limited = publicLimit(world, request);
  if (limited) return limited;
  return ok({
    ...Object.fromEntries(off.map((name) => [name, false])),
    ...Object.fromEntries(blank.map((name) => [name, ""])),
    ...rest,
    turnstile_enabled: world.settings.turnstile,
    backend_mode_enabled: world.settings.backendMode,
    version: world.profile.version,
  });
}
