import { type Fields, type Node, securityConfigurationGrammar } from "./grammar";

/** A JSON Schema, as far as the grammar needs one. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** JSON Schema (draft 2020-12) of EMR's security configuration: closed, so that a misspelt property is refused. */
export function securityConfigurationSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Amazon EMR security configuration",
    ...schemaOf(securityConfigurationGrammar),
  };
}

function schemaOf(node: Node): JsonSchema {
  const { description } = node;
  switch (node.kind) {
    case "text":
      return { description, ...(node.values ? { enum: node.values } : { type: "string" }) };
    case "integer":
      return {
        description,
        ...(node.values ? { enum: node.values } : { type: "integer" }),
        ...(node.minimum === undefined ? {} : { minimum: node.minimum }),
        ...(node.maximum === undefined ? {} : { maximum: node.maximum }),
      };
    case "flag":
      return { description, type: "boolean" };
    case "list":
      return { description, type: "array", items: schemaOf(node.items) };
    case "record":
      return { description, ...objectSchema([node], {}) };
    case "choice":
      return {
        description,
        oneOf: Object.entries(node.cases).map(([word, fields]) =>
          objectSchema([node, fields], { [node.on]: { const: word } }),
        ),
      };
  }
}

function objectSchema(parts: readonly Fields[], fixed: { readonly [name: string]: JsonSchema }): JsonSchema {
  const required = [...Object.keys(fixed), ...parts.flatMap((part) => Object.keys(part.required))];
  const properties = parts.flatMap((part) => Object.entries({ ...part.required, ...part.optional }));
  return {
    type: "object",
    properties: { ...fixed, ...Object.fromEntries(properties.map(([name, node]) => [name, schemaOf(node)])) },
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}
