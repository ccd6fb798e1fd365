import { adoption } from "./adoption.ts";
import { badInput } from "./bad-input.ts";
import { consoles } from "./console.ts";
import { creation } from "./creation.ts";
import { declaration } from "./declaration.ts";
import { deletion } from "./deletion.ts";
import { delivery } from "./delivery.ts";
import { figures } from "./figures.ts";
import { gatewayAccounts } from "./gateways.ts";
import { processes } from "./process.ts";
import { redaction } from "./redaction.ts";
import { rotation } from "./rotation.ts";
import type { Suite } from "./suite.ts";
import { verification } from "./verification.ts";

/** Everything that the operator promises, for every API server. */
export const suites: readonly Suite[] = [
  creation,
  verification,
  rotation,
  delivery,
  deletion,
  consoles,
  adoption,
  declaration,
  gatewayAccounts,
  badInput,
  processes,
  redaction,
  figures,
];
