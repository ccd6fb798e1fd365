#!/usr/bin/env node
import { serve } from "../../provider/protocol/index.ts";
import { toy } from "./toy.ts";

await serve(toy);
