const text = { type: "string" };
const condition = {
  type: "object",
  required: ["type", "status"],
  properties: {
    type: text,
    status: text,
    reason: text,
    message: text,
    lastTransitionTime: { type: "string", format: "date-time" },
  },
};

const widgetSchema = {
  type: "object",
  required: ["spec"],
  "x-kubernetes-validations": [{ rule: "self.metadata.name != 'forbidden'", message: "that name is taken" }],
  properties: {
    spec: {
      type: "object",
      required: ["size"],
      "x-kubernetes-validations": [
        { rule: "self.size < 100 || self.colour == 'red'", message: "only red widgets may be that large" },
        {
          rule: "!has(oldSelf.frozen) || !oldSelf.frozen || self.size == oldSelf.size",
          message: "a frozen widget keeps its size",
        },
        {
          rule: "!has(self.tags) || self.tags.all(t, t != 'bad')",
          messageExpression: "'no bad tags, ' + 'please'",
        },
        { rule: "!has(self.name) || self.name != 'reason'", reason: "FieldValueForbidden", fieldPath: ".name" },
        { rule: "!has(self.labels) || size(self.labels) < 3" },
      ],
      properties: {
        size: {
          type: "integer",
          minimum: 1,
          maximum: 1000,
          "x-kubernetes-validations": [{ rule: "self != 13", message: "unlucky" }],
        },
        colour: { type: "string", enum: ["red", "green", "blue"], default: "green" },
        frozen: { type: "boolean" },
        name: { type: "string", pattern: "^[a-z]+$", maxLength: 10, minLength: 2 },
        level: { type: "number", minimum: 0, exclusiveMinimum: true, maximum: 2.5, multipleOf: 0.5 },
        tags: { type: "array", "x-kubernetes-list-type": "set", maxItems: 3, items: { type: "string", maxLength: 5 } },
        plain: { type: "array", minItems: 1, items: { type: "integer" } },
        parts: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
          items: {
            type: "object",
            required: ["name"],
            properties: { name: text, count: { type: "integer", default: 1 } },
          },
        },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        port: { "x-kubernetes-int-or-string": true },
        labels: { type: "object", maxProperties: 4, additionalProperties: { type: "string" } },
        inner: { type: "object", default: {}, properties: { mode: { type: "string", default: "auto" } } },
        atom: { type: "object", "x-kubernetes-map-type": "atomic", properties: { a: text, b: text } },
        when: { type: "string", format: "date-time" },
        maybe: { type: "string", nullable: true },
        one: { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }], properties: { a: text, b: text } },
      },
    },
    status: {
      type: "object",
      properties: {
        phase: text,
        observedGeneration: { type: "integer" },
        conditions: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["type"],
          items: condition,
        },
      },
    },
  },
};

/** A definition that uses every part of the schema language that this server knows. */
export const widgetDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.example.dev" },
  spec: {
    group: "example.dev",
    scope: "Namespaced",
    names: { plural: "widgets", kind: "Widget", shortNames: ["wd"], categories: ["toys"] },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: "Size", type: "integer", jsonPath: ".spec.size" },
          {
            name: "Ready",
            type: "string",
            jsonPath: '.status.conditions[?(@.type=="Ready")].status',
            description: "Whether it works",
          },
          { name: "Tags", type: "string", jsonPath: ".spec.tags", priority: 1 },
          { name: "All", type: "string", jsonPath: ".spec.parts[*].name", priority: 1 },
          { name: "When", type: "date", jsonPath: ".spec.when" },
          { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
        ],
        selectableFields: [{ jsonPath: ".spec.colour" }],
        schema: { openAPIV3Schema: widgetSchema },
      },
    ],
  },
};
