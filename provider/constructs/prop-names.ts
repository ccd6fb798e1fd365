import { camel } from "./arguments.ts";

/** Fields that are other props: by what they begin with. */
const props: readonly (readonly [field: RegExp, prop: string])[] = [
  [/^allowedIPs\b/, "allowedIps"],
  [/^quota\.(amount|reset)/, "quota"],
  [/^namespace/, "delivery.namespace"],
  [/^secret\.name/, "delivery.secretName"],
  [/^secret\.keys/, "delivery.entries"],
  [/^secret\.template\.data/, "delivery.data"],
  [/^secret\.template\.type/, "delivery.secretType"],
  [/^secret\.template\.labels/, "delivery.secretLabels"],
  [/^secret\.template\.annotations/, "delivery.secretAnnotations"],
  [/^secret\.template/, "delivery.data"],
  [/^secret\.previous/, "delivery.previousKey"],
  [/^secret\.creationPolicy/, "delivery.intoExistingSecret"],
  [/^rolloutRestart/, "delivery.restart"],
  [/^adopt\.name/, "delivery.adoptName"],
  [/^adopt(\.id)?/, "adoptId"],
  [/^verify\.dataPlane/, "delivery.verifyDataPlane"],
  [/^verify\.models/, "delivery.verifyModels"],
  [/^timeout/, "delivery.timeout"],
  [/^encryptTo/, "delivery.recipients"],
  [/^keyWo(Version)?/, "delivery.text"],
  [/^gatewayRef/, "gateway"],
];

/** A field, in the words of core or of the provider's arguments, as the prop that it comes from. */
export function prop(field: string): string {
  const found = props.find(([pattern]) => pattern.test(field));
  return found ? field.replace(...found) : field;
}

/** A message that speaks of arguments or fields, in the words of props. What it quotes is somebody's own. */
export function inProps(text: string): string {
  return text.replace(/"[^"]*"|\bspec\.(?=[a-z])|\b[a-z]+(?:_[a-z]+)+\b|\ballowedIPs\b/g, (found) => {
    if (found.startsWith('"')) return found;
    if (found === "spec.") return "";
    return found === "allowedIPs" ? "allowedIps" : camel(found);
  });
}
