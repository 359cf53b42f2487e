import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { pythonTools } from "../../scripts/fixtures/python-tools";

/** A shape of an AWS API, as its model describes it. */
interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: { readonly [name: string]: { readonly shape: string } };
  readonly member?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

interface Model {
  readonly operations: { readonly [operation: string]: { readonly input: { readonly shape: string } } };
  readonly shapes: { readonly [name: string]: Shape };
}

/** What AWS's own model of an API (as botocore carries it) refuses in the JSON of a request; moto checks none of it. */
export function modelProblems(service: string, version: string): (operation: string, request: unknown) => string[] {
  const { operations, shapes } = readModel(service, version);
  const check = (name: string, value: unknown, path: string): string[] => {
    const {
      type,
      required = [],
      members = {},
      member,
      enum: words,
      min,
      max,
      pattern,
    } = shapes[name] ?? { type: "none" };
    const wrong = (what: string) => [`${path} ${what}`];
    if (type === "structure") {
      if (typeof value !== "object" || value === null) return wrong("is no structure");
      const given = Object.entries(value);
      return [
        ...required.filter((one) => !(one in value)).map((one) => `${path}.${one} is missing`),
        ...given.flatMap(([key, each]) =>
          members[key] ? check(members[key].shape, each, `${path}.${key}`) : [`${path}.${key} is not in the model`],
        ),
      ];
    }
    if (type === "list") {
      return (value as readonly unknown[]).flatMap((each) => check(member?.shape ?? "", each, `${path}[]`));
    }
    if (type === "long" || type === "integer") {
      return Number.isInteger(value) && (value as number) >= (min ?? Number.NEGATIVE_INFINITY)
        ? []
        : wrong(`is ${value}`);
    }
    if (type !== "string" && type !== "blob") return wrong(`is of type ${type}, which this check does not know`);
    if (typeof value !== "string") return wrong("is no text");
    const length = type === "blob" ? Buffer.from(value, "base64").length : value.length;
    if (length < (min ?? 0) || length > (max ?? Number.POSITIVE_INFINITY)) return wrong(`has ${length} characters`);
    if (words && !words.includes(value)) return wrong(`is '${value}'`);
    return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value) ? [] : wrong(`is '${value}'`);
  };
  return (operation, request) => {
    const input = operations[operation]?.input.shape;
    return input === undefined ? [`${operation} is no operation`] : check(input, request, operation);
  };
}

function readModel(service: string, version: string): Model {
  const lib = join(pythonTools(), "..", "lib");
  const [python = ""] = readdirSync(lib);
  const file = join(lib, python, "site-packages/botocore/data", service, version, "service-2.json.gz");
  return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
}
