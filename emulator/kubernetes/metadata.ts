import { forbiddenValue, invalidValue, required } from "./findings.ts";
import { equalJson, isFields, type KubeObject, type ObjectMeta } from "./json.ts";
import type { Resource } from "./resource.ts";
import type { Cause } from "./status.ts";

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_ADVICE = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`;
const SUBDOMAIN_ADVICE = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;
const VALUE_ADVICE = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;
const NAME_PART_ADVICE = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${QUALIFIED}')`;

/** Findings about names, labels, annotations, owners and finalizers. */
export function validateMetadata(resource: Resource, object: KubeObject, old: KubeObject | undefined): Cause[] {
  const { metadata } = object;
  const found: Cause[] = [];
  if (!old) found.push(...nameFindings(resource, metadata));
  for (const [key, value] of entriesOf(metadata.labels)) {
    found.push(...keyFindings("metadata.labels", key));
    const fits = typeof value === "string" && value.length <= 63 && new RegExp(`^(${QUALIFIED})?$`).test(value);
    if (!fits) found.push(invalidValue("metadata.labels", value, VALUE_ADVICE));
  }
  for (const [key] of entriesOf(metadata.annotations)) {
    found.push(...keyFindings("metadata.annotations", key.toLowerCase(), key));
  }
  found.push(...ownerFindings(metadata));
  if (old) found.push(...changeFindings(metadata, old.metadata));
  for (const finalizer of metadata.finalizers ?? []) {
    if (!finalizer.includes("/") && !STANDARD_FINALIZERS.has(finalizer)) {
      found.push(
        invalidValue(
          "metadata.finalizers[0]".replace("0", String(metadata.finalizers!.indexOf(finalizer))),
          finalizer,
          "name is neither a standard finalizer name nor is it fully qualified",
        ),
      );
    }
  }
  return found;
}

const STANDARD_FINALIZERS = new Set(["orphan", "foregroundDeletion", "kubernetes"]);

function nameFindings(resource: Resource, metadata: ObjectMeta): Cause[] {
  const { name } = metadata;
  if (name === undefined || name === "") return [required("metadata.name", "name or generateName is required")];
  if (resource.group === "rbac.authorization.k8s.io") return [];
  const single = resource.kind === "Namespace" && resource.group === "";
  const [pattern, advice, most] = single ? [LABEL, LABEL_ADVICE, 63] : [SUBDOMAIN, SUBDOMAIN_ADVICE, 253];
  const found: Cause[] = [];
  if (name.length > most) found.push(invalidValue("metadata.name", name, `must be no more than ${most} bytes`));
  if (!new RegExp(`^${pattern}$`).test(name)) found.push(invalidValue("metadata.name", name, advice));
  return found;
}

function keyFindings(field: string, key: string, shown = key): Cause[] {
  const parts = key.split("/");
  const name = parts.at(-1)!;
  const found: Cause[] = [];
  if (parts.length > 2) {
    return [
      invalidValue(
        field,
        shown,
        `a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${QUALIFIED}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
      ),
    ];
  }
  if (parts.length === 2) {
    if (parts[0] === "") found.push(invalidValue(field, shown, "prefix part must be non-empty"));
    else if (!new RegExp(`^${SUBDOMAIN}$`).test(parts[0]!)) {
      found.push(invalidValue(field, shown, `prefix part ${SUBDOMAIN_ADVICE}`));
    }
  }
  if (name === "") found.push(invalidValue(field, shown, "name part must be non-empty"));
  else if (name.length > 63) found.push(invalidValue(field, shown, "name part must be no more than 63 bytes"));
  if (!new RegExp(`^${QUALIFIED}$`).test(name)) found.push(invalidValue(field, shown, NAME_PART_ADVICE));
  return found;
}

function ownerFindings(metadata: ObjectMeta): Cause[] {
  const found: Cause[] = [];
  const owners = metadata.ownerReferences ?? [];
  for (const owner of owners) {
    const at = "metadata.ownerReferences";
    if (!owner.apiVersion)
      found.push(invalidValue(`${at}.apiVersion`, owner.apiVersion ?? "", "version must not be empty"));
    if (!owner.kind) found.push(invalidValue(`${at}.kind`, owner.kind ?? "", "must not be empty"));
    if (!owner.name) found.push(invalidValue(`${at}.name`, owner.name ?? "", "must not be empty"));
    if (!owner.uid) found.push(invalidValue(`${at}.uid`, owner.uid ?? "", "must not be empty"));
  }
  const controllers = owners.filter((owner) => owner.controller === true);
  if (controllers.length > 1) {
    const [first, second] = controllers as [(typeof owners)[0], (typeof owners)[0]];
    const message = `Only one reference can have Controller set to true. Found "true" in references for ${first.kind}/${first.name} and ${second.kind}/${second.name}`;
    found.push(invalidValue("metadata.ownerReferences", owners, message));
  }
  return found;
}

/** What an update may not change; absent fields were filled from the old object before. */
function changeFindings(metadata: ObjectMeta, old: ObjectMeta): Cause[] {
  const found: Cause[] = [];
  for (const field of ["name", "namespace", "uid", "creationTimestamp"] as const) {
    if (!equalJson(metadata[field], old[field])) {
      found.push(invalidValue(`metadata.${field}`, metadata[field], "field is immutable"));
    }
  }
  if (old.deletionTimestamp !== undefined) {
    const added = (metadata.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer));
    if (added.length > 0) {
      const list = added.map((finalizer) => JSON.stringify(finalizer)).join(", ");
      found.push(
        forbiddenValue(
          "metadata.finalizers",
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`,
        ),
      );
    }
  }
  return found;
}

function entriesOf(map: unknown): [string, unknown][] {
  return isFields(map) ? Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}
