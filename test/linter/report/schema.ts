import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });

/** What the published schema of that name has against a value; empty where it has nothing. */
export function againstSchema(name: string, value: unknown): readonly string[] {
  const schema = JSON.parse(readFileSync(join(__dirname, "../../../schemas", `${name}.schema.json`), "utf8"));
  const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
