import { life } from "./life.ts";
import { ownership } from "./ownership.ts";
import { refusals } from "./refusals.ts";
import { rotation } from "./rotation.ts";
import type { Suite } from "./suite.ts";
import { waiting } from "./waiting.ts";

/** Everything that `tok_cluster_api_key` promises, for every API server. */
export const suites: readonly Suite[] = [life, ownership, waiting, refusals, rotation];
