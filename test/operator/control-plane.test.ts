import { onControlPlane } from "../support/on-control-plane.ts";
import { suites } from "./suite/suites.ts";

onControlPlane("the operator on a real control plane, with its own rights", suites);
