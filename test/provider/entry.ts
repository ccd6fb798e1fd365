// The provider as its main program starts it, but for the clock: TOKAPI_TEST_CLOCK sets it (scenario/clock.ts).
import { serve } from "../../provider/protocol/index.ts";
import { tokProvider } from "../../provider/resources/provider.ts";
import { surroundings } from "../../provider/surroundings.ts";
import { clockFrom } from "./scenario/clock.ts";

const clock = clockFrom(process.env.TOKAPI_TEST_CLOCK ?? "");
await serve(tokProvider(surroundings(clock, process.env)));
