import { expression, typeOf, type Value, yaml } from "./hcl-writer";

type Document = { readonly [name: string]: Value };

/** Files of a configuration, by path; files of one name are joined. */
export type Files = { readonly [path: string]: string };

/** A way in which people write the document of a security configuration in HCL. */
export interface Form {
  readonly name: string;
  /** Whether the document is text, so that it need not be JSON. */
  readonly isText: boolean;
  /** Writes a security configuration of a name; `text` is the document where it is no JSON. */
  readonly write: (name: string, document: Document, text?: string) => Written;
}

export interface Written {
  readonly files: Files;
  readonly address: string;
}

const json = (value: Value) => JSON.stringify(value, null, 2);
const TYPE = "aws_emr_security_configuration";
const resource = (name: string, configuration: string) =>
  `resource "${TYPE}" "${name}" {\n  name          = "${name}"\n  configuration = ${configuration}\n}\n\n`;
const at = (name: string, module = "") => `${module}${TYPE}.${name}`;

/** A document whose references are replaced by words, and the expression that restores them. */
function withWords(document: Document, text = json(document)) {
  const words = new Map<string, string>();
  const written = text.replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
    words.set(reference, words.get(reference) ?? `@WORD${words.size}@`);
    return words.get(reference) ?? "";
  });
  const replaced = (expression: string) =>
    [...words].reduce((inner, [reference, word]) => `replace(${inner}, "${word}", ${reference})`, expression);
  return { written, replaced };
}

/** A document whose references are variables of a template. */
function asTemplate(document: Document, text = json(document)) {
  const names = new Map<string, string>();
  const template = text.replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
    names.set(reference, names.get(reference) ?? `v${names.size}`);
    return `\${${names.get(reference)}}`;
  });
  const variables = [...names].map(([reference, name]) => `    ${name} = ${reference}\n`).join("");
  return { template, variables: `{\n${variables}  }` };
}

function sections(document: Document): readonly (readonly [string, Value])[] {
  return Object.entries(document.EncryptionConfiguration ?? document);
}

const wrap = (document: Document, inner: string) =>
  "EncryptionConfiguration" in document ? `{ EncryptionConfiguration = ${inner} }` : inner;

const inMain =
  (configuration: (document: Document, text: string | undefined, name: string) => string): Form["write"] =>
  (name, document, text) => ({
    files: { "main.tf": resource(name, configuration(document, text, name)) },
    address: at(name),
  });

export const forms: readonly Form[] = [
  {
    name: "heredoc",
    isText: true,
    write: inMain((document, text = json(document)) => `<<EOT\n${text}\nEOT`),
  },
  {
    name: "flush",
    isText: true,
    write: inMain(
      (document, text = json(document)) =>
        `<<-EOT\n${text
          .split("\n")
          .map((line) => `    ${line}`)
          .join("\n")}\n  EOT`,
    ),
  },
  { name: "jsonencode", isText: false, write: inMain((document) => `jsonencode(${expression(document)})`) },
  {
    name: "trimmed",
    isText: true,
    write: inMain(
      (document, text = json(document)) => `trimspace(replace(<<EOT\n${text}\nEOT\n  , "/\\\\n\\\\s*/", ""))`,
    ),
  },
  {
    name: "templatefile",
    isText: true,
    write: (name, document, text) => {
      const { template, variables } = asTemplate(document, text);
      return {
        files: {
          [`templates/${name}.json.tpl`]: template,
          "main.tf": resource(name, `templatefile("\${path.module}/templates/${name}.json.tpl", ${variables})`),
        },
        address: at(name),
      };
    },
  },
  {
    name: "file",
    isText: true,
    write: (name, document, text) => {
      const { written, replaced } = withWords(document, text);
      return {
        files: { [`json/${name}.json`]: written, "main.tf": resource(name, replaced(`file("json/${name}.json")`)) },
        address: at(name),
      };
    },
  },
  {
    name: "decoded_file",
    isText: false,
    write: (name, document) => {
      const { written, replaced } = withWords(document);
      const decoded = `jsondecode(${replaced(`file("\${path.root}/json/${name}.json")`)})`;
      return {
        files: { [`json/${name}.json`]: written, "main.tf": resource(name, `jsonencode(${decoded})`) },
        address: at(name),
      };
    },
  },
  {
    name: "yaml",
    isText: false,
    write: (name, document) => {
      const { template, variables } = asTemplate(document);
      const path = `\${path.module}/yaml/${name}.yaml`;
      return {
        files: {
          [`yaml/${name}.yaml`]: yaml(JSON.parse(template.replace(/\$\{/g, "@{")), "").replace(/@\{/g, "${"),
          "main.tf": resource(name, `jsonencode(yamldecode(templatefile("${path}", ${variables})))`),
        },
        address: at(name),
      };
    },
  },
  {
    name: "merged",
    isText: false,
    write: inMain((document) => {
      const parts = sections(document).map(([name, value]) => `{ ${name} = ${expression(value, "    ")} }`);
      const base = "{ EnableAtRestEncryption = null, EnableInTransitEncryption = null }";
      return `jsonencode(${wrap(document, `{ for k, v in merge(${[base, ...parts].join(", ")}) : k => v if v != null }`)})`;
    }),
  },
  {
    name: "locals",
    isText: false,
    write: (name, document) => {
      const first = sections(document).map(([key, value]) => `  ${name}_${key} = ${expression(value)}\n`);
      const second = sections(document).map(([key]) => `${key} = local.${name}_${key}`);
      return {
        files: {
          "locals.tf": `locals {\n${first.join("")}  ${name}_all = { ${second.join(", ")} }\n  ${name}_document = ${wrap(document, `local.${name}_all`)}\n  ${name}_json = jsonencode(local.${name}_document)\n}\n`,
          "main.tf": resource(name, `local.${name}_json`),
        },
        address: at(name),
      };
    },
  },
  {
    name: "conditional",
    isText: true,
    write: (name, document, text) => ({
      files: {
        "variables.tf": `variable "${name}" {\n  type    = bool\n  default = true\n}\n`,
        "main.tf": resource(
          name,
          text === undefined
            ? `var.${name} ? jsonencode(${expression(document)}) : jsonencode({})`
            : `!var.${name} ? "{}" : <<EOT\n${text}\nEOT\n`,
        ),
      },
      address: at(name),
    }),
  },
  {
    name: "conditional_parts",
    isText: false,
    write: (name, document) => ({
      files: {
        "variables.tf": `variable "${name}" {\n  default = "on"\n}\n`,
        "main.tf": resource(
          name,
          `jsonencode(merge(\n${sections(document)
            .map(([key, value]) => `    var.${name} == "on" ? { ${key} = ${expression(value, "    ")} } : null,\n`)
            .join("")}  ))`,
        )
          .replace("jsonencode(merge(", () =>
            "EncryptionConfiguration" in document
              ? "jsonencode({ EncryptionConfiguration = merge("
              : "jsonencode(merge(",
          )
          .replace(/\n {2}\)\)\n\}\n\n$/, () =>
            "EncryptionConfiguration" in document ? "\n  ) })\n}\n\n" : "\n  ))\n}\n\n",
          ),
      },
      address: at(name),
    }),
  },
  {
    name: "directives",
    isText: true,
    write: inMain(
      (document, text = json(document)) =>
        `<<-EOT\n%{ if length("x") == 1 ~}\n${text}\n%{ else ~}\n{}\n%{ endif ~}\nEOT`,
    ),
  },
  {
    name: "embedded",
    isText: false,
    write: inMain((document) => {
      const parts = sections(document).map(
        ([name, value]) => `"${name}": \${jsonencode(${expression(value, "    ")})}`,
      );
      const body = `{\n${parts.join(",\n")}\n}`;
      return `<<EOT\n${"EncryptionConfiguration" in document ? `{"EncryptionConfiguration": ${body}}` : body}\nEOT`;
    }),
  },
  {
    name: "format",
    isText: true,
    write: inMain((document, text = json(document)) => {
      const references: string[] = [];
      const pattern = text.replace(/%/g, "%%").replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
        references.push(reference);
        return "%s";
      });
      return `format(${[JSON.stringify(pattern), ...references].join(", ")})`;
    }),
  },
  {
    name: "joined",
    isText: true,
    write: inMain((document, text = json(document)) => {
      const lines = text.split("\n").map((line) => JSON.stringify(line).replace(/\$\{[^}]+\}/g, (one) => one));
      return `join("\\n", [\n${lines.map((line) => `    ${line},\n`).join("")}  ])`;
    }),
  },
  {
    name: "override",
    isText: true,
    write: (name, document, text) => ({
      files: {
        "main.tf": resource(name, "jsonencode({})"),
        "main_override.tf": `resource "${TYPE}" "${name}" {\n  configuration = ${
          text === undefined ? `jsonencode(${expression(document)})` : `<<EOT\n${text}\nEOT`
        }\n}\n`,
      },
      address: at(name),
    }),
  },
  {
    name: "json_syntax",
    isText: true,
    write: (name, document, text = json(document)) => ({
      files: { [`${name}.tf.json`]: json({ resource: { [TYPE]: { [name]: { name, configuration: text } } } }) },
      address: at(name),
    }),
  },
  {
    name: "tfvars",
    isText: false,
    write: (name, document) => {
      const { written, replaced } = withWords(document);
      return {
        files: {
          "variables.tf": `variable "${name}" {\n  type = any\n}\n`,
          [`${name}.auto.tfvars`]: `${name} = ${expression(JSON.parse(written), "")}\n`,
          "main.tf": resource(name, replaced(`jsonencode(var.${name})`)),
        },
        address: at(name),
      };
    },
  },
  {
    name: "map",
    isText: true,
    write: (name, document, text) => ({
      files: {
        "main.tf": `resource "${TYPE}" "${name}" {\n  for_each = {\n    etl = ${
          text === undefined ? `jsonencode(${expression(document, "    ")})` : `<<EOT\n${text}\nEOT\n`
        }\n  }\n  name          = "\${each.key}-${name}"\n  configuration = each.value\n}\n`,
      },
      address: `${at(name)}["etl"]`,
    }),
  },
  {
    name: "objects",
    isText: false,
    write: (name, document) => ({
      files: {
        "main.tf": `locals {\n  ${name} = {\n    etl = { document = ${expression(document, "    ")} }\n  }\n}\nresource "${TYPE}" "${name}" {\n  for_each      = local.${name}\n  name          = "\${each.key}-${name}"\n  configuration = jsonencode(each.value.document)\n}\n`,
      },
      address: `${at(name)}["etl"]`,
    }),
  },
  {
    name: "counted",
    isText: false,
    write: (name, document) => ({
      files: {
        "main.tf": `locals {\n  ${name} = [${expression(document)}]\n}\nresource "${TYPE}" "${name}" {\n  count         = length(local.${name})\n  name          = "${name}-\${count.index}"\n  configuration = jsonencode(local.${name}[count.index])\n}\n`,
      },
      address: `${at(name)}[0]`,
    }),
  },
  {
    name: "fallback",
    isText: false,
    write: (name, document) => ({
      files: {
        "main.tf": `locals {\n  ${name} = { document = ${expression(document)} }\n}\n${resource(
          name,
          `coalesce(try(local.${name}.other, ""), jsonencode(lookup(local.${name}, "document", {})))`,
        )}`,
      },
      address: at(name),
    }),
  },
  {
    name: "module",
    isText: false,
    write: (name, document) => ({
      files: {
        [`modules/${name}/main.tf`]: `variable "settings" {\n  type = object({\n    document = any\n    name     = optional(string, "${name}")\n    tags     = optional(map(string), {})\n  })\n}\n${resource(
          "this",
          "jsonencode(var.settings.document)",
        ).replace(/name {10}= "this"/, "name          = var.settings.name")}`,
        "main.tf": `module "${name}" {\n  source = "./modules/${name}"\n  settings = {\n    document = ${expression(document, "    ")}\n  }\n}\n\n`,
      },
      address: at("this", `module.${name}.`),
    }),
  },
  {
    name: "typed_module",
    isText: false,
    write: (name, document) => {
      const given = sections(document).map(([key, value]) => `    ${key} = ${expression(value, "    ")}\n`);
      const types = sections(document).map(([key, value]) => `    ${key} = optional(${typeOf(value)})\n`);
      return {
        files: {
          [`modules/${name}/main.tf`]: `variable "encryption" {\n  type = object({\n${types.join("")}    Never = optional(string)\n  })\n}\nlocals {\n  given = { for k, v in var.encryption : k => v if v != null }\n}\n${resource(
            "this",
            `jsonencode(${wrap(document, "local.given")})`,
          ).replace('"this"\n ', `"${name}"\n `)}`,
          "main.tf": `module "${name}" {\n  source = "./modules/${name}"\n  encryption = {\n${given.join("")}  }\n}\n\n`,
        },
        address: at("this", `module.${name}.`),
      };
    },
  },
  {
    name: "nested_module",
    isText: true,
    write: (name, document, text) => ({
      files: {
        [`modules/${name}/main.tf`]: `variable "text" {\n  type = string\n}\nmodule "inner" {\n  source        = "./inner"\n  configuration = var.text\n}\n`,
        [`modules/${name}/inner/main.tf`]: `variable "configuration" {}\n${resource("this", "var.configuration").replace('"this"\n ', `"${name}"\n `)}`,
        "main.tf": `module "${name}" {\n  source = "./modules/${name}"\n  text   = ${
          text === undefined ? `jsonencode(${expression(document)})` : `<<EOT\n${text}\nEOT`
        }\n}\n\n`,
      },
      address: at("this", `module.${name}.module.inner.`),
    }),
  },
  {
    name: "context_module",
    isText: false,
    write: (name, document) => ({
      files: {
        [`modules/${name}/main.tf`]: `variable "document" {\n  type = any\n}\nlocals {\n  text = jsonencode(var.document)\n}\noutput "json" {\n  value = local.text\n}\n`,
        "main.tf": `module "${name}" {\n  source   = "./modules/${name}"\n  document = ${expression(document)}\n}\n${resource(name, `module.${name}.json`)}`,
      },
      address: at(name),
    }),
  },
];
