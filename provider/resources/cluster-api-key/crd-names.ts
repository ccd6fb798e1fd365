import { crdNames } from "./attributes.gen.ts";

const attributes = new Map(Object.entries(crdNames).map(([attribute, crd]) => [crd, attribute]));

/** What the CRD calls an attribute. */
export function crdName(attribute: string): string {
  return crdNames[attribute] ?? attribute.replace(/_[a-z]/g, (letters) => letters[1]!.toUpperCase());
}

/** The attribute that a field of the CRD is. */
export function attributeName(field: string): string {
  return attributes.get(field) ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
