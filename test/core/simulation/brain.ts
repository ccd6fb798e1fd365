import { decide } from "../../../core/decide.ts";
import { absent, doubt, learn, remember } from "../../../core/learn.ts";

/** The code under simulation: the real one, or one with a deliberate fault in it. */
export interface Brain {
  readonly decide: typeof decide;
  readonly learn: typeof learn;
  readonly absent: typeof absent;
  readonly doubt: typeof doubt;
  readonly remember: typeof remember;
}

export const realBrain: Brain = { decide, learn, absent, doubt, remember };
