export { apply } from "./apply.ts";
export { importKey } from "./import.ts";
export { plan } from "./plan.ts";
export { read } from "./read.ts";
export { rotate, validateRotation } from "./rotate.ts";
export { validate } from "./validate.ts";
