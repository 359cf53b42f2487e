/** Writes the interfaces of EMR's security configuration from its grammar, so that editors and the API reference show them with their descriptions. */
import { type Fields, type Node, securityConfigurationGrammar } from "../../formats/security-configuration/grammar";

/** Names of interfaces that do not follow from the name of the property. */
const names: { readonly [path: string]: string } = {
  "": "SecurityConfigurationDocument",
  LakeFormationConfiguration: "SamlLakeFormationConfiguration",
  "EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration": "TlsCertificateConfiguration",
  "EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.SecretTags[]": "SecretTag",
  "EncryptionConfiguration.AtRestEncryptionConfiguration.S3EncryptionConfiguration.Overrides[]": "S3EncryptionOverride",
  "EncryptionConfiguration.EMRWALEncryptionConfiguration": "WalEncryptionConfiguration",
  "AuthorizationConfiguration.EmrFsConfiguration.RoleMappings[]": "EmrFsRoleMapping",
  "AuthorizationConfiguration.RangerConfiguration.RangerPluginConfigurations[]": "RangerPluginConfiguration",
  "AuthorizationConfiguration.RangerConfiguration.AuditConfiguration": "RangerAuditConfiguration",
  "AuthorizationConfiguration.RangerConfiguration.AuditConfiguration.Destinations": "RangerAuditDestinations",
};

/** The TypeScript files, by name. */
export function grammarTypes(): { readonly [file: string]: string } {
  const { EncryptionConfiguration: encryption } = securityConfigurationGrammar.optional;
  const ofEncryption = new Map<string, string>();
  typeOf(encryption, "EncryptionConfiguration", "EncryptionConfiguration", ofEncryption);
  const all = new Map<string, string>();
  typeOf(securityConfigurationGrammar, "", "SecurityConfigurationDocument", all);
  const others = [...all].flatMap(([name, text]) => (ofEncryption.has(name) ? [] : [text]));
  const heading = "// Generated from grammar.ts by `npm run generate`; do not edit.\n";
  const file = (texts: readonly string[]) => [...texts].reverse().join("\n");
  return {
    "encryption-types.ts": `${heading}\n${file([...ofEncryption.values()])}`,
    "types.ts": `${heading}import type { EncryptionConfiguration } from "./encryption-types";\n\nexport * from "./encryption-types";\n\n${file(others)}`,
  };
}

function typeOf(node: Node, path: string, wanted: string, declarations: Map<string, string>): string {
  switch (node.kind) {
    case "text":
      return node.values?.map((value) => JSON.stringify(value)).join(" | ") ?? "string";
    case "integer":
      return node.values?.join(" | ") ?? "number";
    case "flag":
      return "boolean";
    case "list": {
      const items = typeOf(node.items, `${path}[]`, wanted.replace(/s$/, ""), declarations);
      return `readonly ${items.includes(" | ") ? `(${items})` : items}[]`;
    }
    case "record": {
      const name = names[path] ?? wanted;
      declarations.set(
        name,
        `${comment(node.description, "")}export interface ${name} {\n${members([node], path, declarations)}}\n`,
      );
      return name;
    }
    case "choice": {
      const name = names[path] ?? wanted;
      const cases = Object.entries(node.cases).map(([word, fields]) => {
        const member = `${word.replace(/\W/g, "")}${name}`;
        const choice = `${comment(`${node.on} ${word}.`, "  ")}  readonly ${node.on}: ${JSON.stringify(word)};\n`;
        const body = members([node, fields], path, declarations);
        declarations.set(
          member,
          `${comment(`${node.description}: ${word}`, "")}export interface ${member} {\n${choice}${body}}\n`,
        );
        return member;
      });
      const line = `export type ${name} = ${cases.join(" | ")};\n`;
      const lines = `export type ${name} =\n${cases.map((member) => `  | ${member}`).join("\n")};\n`;
      declarations.set(name, `${comment(node.description, "")}${line.length <= 120 ? line : lines}`);
      return name;
    }
  }
}

function members(parts: readonly Fields[], path: string, declarations: Map<string, string>): string {
  const of = (fields: Fields["required"], mark: string) =>
    Object.entries(fields).map(([name, node]) => {
      const inner = path === "" ? name : `${path}.${name}`;
      return `${comment(node.description, "  ", mark === "" ? "" : " @default - left out")}  readonly ${name}${mark}: ${typeOf(node, inner, name, declarations)};\n`;
    });
  return parts.flatMap(({ required, optional }) => [...of(required, ""), ...of(optional, "?")]).join("");
}

function comment(text: string, indent: string, tag = ""): string {
  return `${indent}/** ${text.endsWith(".") ? text : `${text}.`}${tag} */\n`;
}
