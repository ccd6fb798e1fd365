import { defaultPodSpec, defaultWorkload } from "./builtin-defaults.ts";
import { crdRules } from "./crd-rules.ts";
import { forbiddenValue, invalidValue, required } from "./findings.ts";
import { equalJson, type Fields, fieldsOf, isFields, type KubeObject } from "./json.ts";
import type { Rules } from "./resource.ts";
import type { Cause } from "./status.ts";

const SECRET_KEY = /^[-._a-zA-Z0-9]+$/;
const KEY_ADVICE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

const REQUIRED_DATA: Record<string, string[]> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

const secret: Rules = {
  defaults: (object) => {
    if (!object.type) object.type = "Opaque";
    if (isFields(object.stringData)) {
      const data = { ...fieldsOf(object.data) };
      for (const [key, value] of Object.entries(object.stringData))
        data[key] = Buffer.from(String(value)).toString("base64");
      object.data = data;
      delete object.stringData;
    }
    if (isFields(object.data) && Object.keys(object.data).length === 0) delete object.data;
    if (isFields(object.data))
      for (const [key, value] of Object.entries(object.data)) if (value === null) object.data[key] = "";
  },
  validate: (object, old) => {
    const found = keyFindings(object, ["data"]);
    for (const key of REQUIRED_DATA[String(object.type)] ?? []) {
      if (fieldsOf(object.data)[key] === undefined) found.push(required(`data[${key}]`));
    }
    if (
      object.type === "kubernetes.io/service-account-token" &&
      !object.metadata.annotations?.["kubernetes.io/service-account.name"]
    ) {
      found.push(required("metadata.annotations[kubernetes.io/service-account.name]"));
    }
    if (old && old.type !== object.type) found.push(invalidValue("type", object.type, "field is immutable"));
    return [...found, ...immutableFindings(object, old, ["data"])];
  },
};

const configMap: Rules = {
  defaults: (object) => {
    for (const field of ["data", "binaryData"]) {
      if (isFields(object[field]) && Object.keys(object[field]).length === 0) delete object[field];
    }
  },
  validate: (object, old) => [
    ...keyFindings(object, ["data", "binaryData"]),
    ...immutableFindings(object, old, ["data", "binaryData"]),
  ],
};

function keyFindings(object: KubeObject, fields: string[]): Cause[] {
  return fields.flatMap((field) =>
    Object.keys(fieldsOf(object[field]))
      .filter((key) => !SECRET_KEY.test(key))
      .map((key) => invalidValue(`${field}[${key}]`, key, KEY_ADVICE)),
  );
}

function immutableFindings(object: KubeObject, old: KubeObject | undefined, fields: string[]): Cause[] {
  if (old?.immutable !== true) return [];
  const why = "field is immutable when `immutable` is set";
  const found = object.immutable === true ? [] : [forbiddenValue("immutable", why)];
  for (const field of fields) {
    if (!equalJson(fieldsOf(object[field]), fieldsOf(old[field]))) found.push(forbiddenValue(field, why));
  }
  return found;
}

const namespace: Rules = {
  zero: { spec: {}, status: {} },
  defaults: (object) => {
    const { name } = object.metadata;
    if (name) object.metadata.labels = { ...object.metadata.labels, "kubernetes.io/metadata.name": name };
  },
  beforeStore: (object, old) => {
    if (old) return;
    object.spec = { ...fieldsOf(object.spec), finalizers: ["kubernetes"] };
    object.status = { phase: "Active" };
  },
};

const lease: Rules = {
  zero: { spec: {} },
  strictUpdate: true,
  createOnUpdate: true,
  defaults: (object) => {
    object.spec ??= {};
  },
  validate: (object) => {
    const spec = fieldsOf(object.spec);
    const found: Cause[] = [];
    for (const [field, least] of [
      ["leaseDurationSeconds", 1],
      ["leaseTransitions", 0],
    ] as const) {
      const value = spec[field];
      if (typeof value === "number" && value < least) {
        const bound = least === 1 ? "must be greater than 0" : "must be greater than or equal to 0";
        found.push(invalidValue(`spec.${field}`, value, bound));
      }
    }
    return found;
  },
};

const event: Rules = {
  zero: {
    involvedObject: {},
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: "",
    reportingInstance: "",
  },
  createOnUpdate: true,
  defaults: (object) => {
    if (object.apiVersion !== "v1") return;
    object.source ??= {};
    object.firstTimestamp ??= null;
    object.lastTimestamp ??= null;
    object.eventTime ??= null;
    object.reportingComponent ??= "";
    object.reportingInstance ??= "";
  },
  validate: (object) => {
    const about = fieldsOf(object.involvedObject ?? object.regarding);
    const namespace = object.metadata.namespace;
    const expected = about.namespace === undefined || about.namespace === "" ? "default" : about.namespace;
    return expected === namespace
      ? []
      : [invalidValue("involvedObject.namespace", about.namespace ?? "", "does not match event.namespace")];
  },
};

const pod: Rules = {
  zero: { spec: { containers: null }, status: {} },
  generation: true,
  defaults: (object) => {
    const spec = fieldsOf(object.spec);
    object.spec = spec;
    defaultPodSpec(spec);
    spec.enableServiceLinks ??= true;
  },
  beforeStore: (object, old) => {
    if (!old) object.status = { phase: "Pending", qosClass: "BestEffort" };
  },
};

const WORKLOAD_ZERO = { spec: { selector: null, template: { metadata: {}, spec: { containers: null } } }, status: {} };

function workload(kind: string, zero: Fields): Rules {
  return {
    zero,
    generation: true,
    defaults: (object) => defaultWorkload(kind, object),
    validate: (object, old) => {
      const spec = fieldsOf(object.spec);
      const found: Cause[] = [];
      const labels = fieldsOf(fieldsOf(fieldsOf(spec.template).metadata).labels);
      const wanted = fieldsOf(fieldsOf(spec.selector).matchLabels);
      if (!isFields(spec.selector)) found.push(required("spec.selector"));
      else if (Object.entries(wanted).some(([key, value]) => labels[key] !== value)) {
        found.push(
          invalidValue("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"),
        );
      }
      const pods = fieldsOf(fieldsOf(spec.template).spec).containers;
      if (!Array.isArray(pods) || pods.length === 0) found.push(required("spec.template.spec.containers"));
      if (old && !equalJson(spec.selector, fieldsOf(old.spec).selector)) {
        found.push(invalidValue("spec.selector", spec.selector, "field is immutable"));
      }
      return found;
    },
  };
}

const rules: Record<string, Rules> = {
  Secret: secret,
  ConfigMap: configMap,
  Namespace: namespace,
  Lease: lease,
  Event: event,
  Pod: pod,
  Deployment: workload("Deployment", { ...WORKLOAD_ZERO, spec: { ...WORKLOAD_ZERO.spec, strategy: {} } }),
  DaemonSet: workload("DaemonSet", {
    ...WORKLOAD_ZERO,
    spec: { ...WORKLOAD_ZERO.spec, updateStrategy: {} },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  }),
  StatefulSet: workload("StatefulSet", {
    ...WORKLOAD_ZERO,
    spec: { ...WORKLOAD_ZERO.spec, serviceName: "", updateStrategy: {} },
    status: { replicas: 0, availableReplicas: 0 },
  }),
  ReplicaSet: workload("ReplicaSet", { ...WORKLOAD_ZERO, status: { replicas: 0 } }),
  RoleBinding: bindingRules(),
  ClusterRoleBinding: bindingRules(),
  Role: roleRules(),
  ClusterRole: roleRules(),
  CustomResourceDefinition: crdRules,
};

/** The message shows the reference under the names it has inside the real server. */
function goRoleRef({ apiGroup, kind, name }: Fields): Fields {
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}

function roleRules(): Rules {
  return {
    zero: { rules: null },
    defaults: (object) => {
      if (!Array.isArray(object.rules) || object.rules.length === 0) object.rules = null;
    },
  };
}

function bindingRules(): Rules {
  return {
    zero: { roleRef: { apiGroup: "", kind: "", name: "" } },
    defaults: (object) => {
      const ref = fieldsOf(object.roleRef);
      ref.apiGroup ??= "rbac.authorization.k8s.io";
      object.roleRef = ref;
      for (const subject of (object.subjects ?? []) as Fields[]) {
        if (subject.kind === "User" || subject.kind === "Group") subject.apiGroup ??= "rbac.authorization.k8s.io";
      }
    },
    validate: (object, old) =>
      old && !equalJson(old.roleRef, object.roleRef)
        ? [invalidValue("roleRef", goRoleRef(fieldsOf(object.roleRef)), "cannot change roleRef")]
        : [],
  };
}

/** What a built-in kind does beyond its schema. */
export function builtinRules(kind: string): Rules {
  return rules[kind] ?? {};
}
