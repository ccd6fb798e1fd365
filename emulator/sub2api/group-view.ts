import type { Group } from "./groups.ts";
import { rfc3339, type Stamp, stored } from "./stamp.ts";

const pricing = {
  long_context_pricing_enabled: false,
  allow_image_generation: false,
  allow_batch_image_generation: false,
  image_rate_independent: false,
  image_rate_multiplier: 1,
  batch_image_discount_multiplier: 0.5,
  batch_image_hold_multiplier: 0.6,
  video_rate_independent: false,
  video_rate_multiplier: 1,
  peak_rate_enabled: false,
  peak_start: "",
  peak_end: "",
  peak_rate_multiplier: 1,
  image_price_1k: null,
  image_price_2k: null,
  image_price_4k: null,
  video_price_480p: null,
  video_price_720p: null,
  video_price_1080p: null,
  web_search_price_per_call: null,
  search_price_per_1k: null,
  audio_realtime_price_per_min: null,
  audio_tts_price_per_million_chars: null,
  audio_stt_price_per_hour: null,
  claude_code_only: false,
  fallback_group_id: null,
  fallback_group_id_on_invalid_request: null,
  allow_messages_dispatch: false,
  allow_live: false,
  require_oauth_only: false,
  require_privacy_set: false,
};

/** The group as users see it. */
export function groupView(group: Group, fresh = false): Record<string, unknown> {
  const time = (stamp: Stamp) => rfc3339(fresh ? stamp : stored(stamp));
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    platform: group.platform,
    rate_multiplier: group.rateMultiplier,
    is_exclusive: group.exclusive,
    status: group.status,
    subscription_type: group.subscription ? "subscription" : "standard",
    daily_limit_usd: group.dailyLimit,
    weekly_limit_usd: group.weeklyLimit,
    monthly_limit_usd: group.monthlyLimit,
    ...pricing,
    rpm_limit: group.rpmLimit,
    max_reasoning_effort: "",
    reasoning_effort_mappings: [],
    created_at: time(group.createdAt),
    updated_at: time(group.updatedAt),
  };
}

/** The group as admins see it; `counted` adds the upstream accounts, which only some routes tell. */
export function adminGroupView(group: Group, options: { fresh?: boolean; counted?: boolean } = {}) {
  const counts = { account_count: group.accounts, active_account_count: group.accounts };
  return {
    ...groupView(group, options.fresh),
    profit_control_enabled: false,
    profit_min_margin: 0,
    profit_safety_buffer: 0,
    model_pricing: [],
    model_routing: group.modelRouting,
    model_routing_enabled: false,
    mcp_xml_inject: true,
    default_mapped_model: "",
    messages_dispatch_model_config: {},
    models_list_config: { enabled: false },
    supported_model_scopes: null,
    ...(options.counted && group.accounts > 0 ? counts : {}),
    sort_order: group.sortOrder,
  };
}
