import { onControlPlane } from "../../../support/on-control-plane.ts";
import { suites } from "./suite/suites.ts";

onControlPlane("tok_cluster_api_key on a real control plane", suites);
