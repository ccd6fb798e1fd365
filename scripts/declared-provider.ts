import { tokProvider } from "../provider/resources/provider.ts";
import { surroundings } from "../provider/surroundings.ts";

/** What is asked of the provider here takes no time, and nothing of the machine. */
const still = { now: () => 0, monotonic: () => 0, sleep: async () => {} };

/** The provider, for its schemas and descriptions. */
export const declaredProvider = tokProvider(surroundings(still, {}));
