// Half of the scenarios; the other half runs beside it.
import { scenarioTests } from "./scenario/suite.ts";

await scenarioTests(1, 2);
