import { creation } from "./creation.ts";
import { rotation } from "./rotation.ts";
import type { Suite } from "./suite.ts";
import { verification } from "./verification.ts";

/** Everything that the operator promises, for every API server. */
export const suites: readonly Suite[] = [creation, verification, rotation];
