import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { securityConfigurationSchema } from "../../formats/security-configuration";
import { grammarTypes } from "./grammar-types";

/** Published schemas: the type that each is made from, and the sentence that says what it is. */
const schemas = [
  {
    file: "settings.schema.json",
    source: "linter/settings/settings.ts",
    type: "SettingsFile",
    title: "Settings of emr-encryption lint: emr-encryption.config.json or .yaml",
  },
  {
    file: "report.schema.json",
    source: "linter/report/finding.ts",
    type: "Report",
    title: "Report of emr-encryption lint",
  },
  {
    file: "facts.schema.json",
    source: "linter/rows/facts.ts",
    type: "Facts",
    title: "Facts that the rules of emr-encryption check",
  },
  {
    file: "bundle.schema.json",
    source: "formats/sidecar.ts",
    type: "BundleSidecar",
    title: "Public sidecar of a published bundle: what emr-encryption certs publish writes",
  },
];

const root = join(__dirname, "../..");
mkdirSync(join(root, "schemas"), { recursive: true });
for (const { file, source, type, title } of schemas) {
  const generator = createGenerator({
    path: join(root, source),
    tsconfig: join(root, "tsconfig.json"),
    type,
    topRef: false,
    skipTypeCheck: true,
    sortProps: false,
  });
  const { $schema, ...schema } = generator.createSchema(type);
  const id = `urn:cdktf-emr-encryption:${file.split(".")[0]}`;
  const text = JSON.stringify({ $schema, $id: id, title, ...schema }, withoutProse, 2);
  writeFileSync(join(root, "schemas", file), `${text}\n`);
}

for (const [file, text] of Object.entries(grammarTypes())) {
  writeFileSync(join(root, "formats/security-configuration", file), text);
}

writeFileSync(
  join(root, "schemas", "security-configuration.schema.json"),
  `${JSON.stringify(securityConfigurationSchema(), null, 2)}\n`,
);

/** A default described in words is not a value. */
function withoutProse(name: string, value: unknown): unknown {
  return name === "default" && typeof value === "string" && value.startsWith("- ") ? undefined : value;
}
