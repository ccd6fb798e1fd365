// Half of the scenarios; the other half runs beside it.
import { scenarioTests } from "./scenario/suite.ts";

await scenarioTests(0, 2);
