import type {
  InTransitEncryption,
  LocalDiskEncryption,
  S3Encryption,
  S3Mode,
  SecuritySettings,
} from "../../formats/security-configuration";

/** An existing security configuration, as far as it is known. */
export interface Converted {
  readonly settings: SecuritySettings;
  /** Name in the account and the document as EMR returns it, for `importFrom`. */
  readonly existing?: { readonly name: string; readonly configuration: string };
  /** Id of the construct. */
  readonly id: string;
}

/** TypeScript that creates the same configuration with the constructs. */
export function renderTypeScript(configurations: readonly Converted[], entry: string): string {
  const names = new Names();
  const bodies = configurations.map((configuration) => statement(configuration, names));
  return [
    `import { ${[...names.imports].sort().join(", ")} } from "${entry}";`,
    "",
    "// Inside the constructor of a stack, after its AWS provider:",
    ...names.declarations,
    ...(names.declarations.length > 0 ? [""] : []),
    bodies.join("\n\n"),
    "",
  ].join("\n");
}

/** Constants for keys, bundles and JARs: one for each ARN or location, wherever it is used. */
class Names {
  readonly imports = new Set(["SecurityConfiguration"]);
  readonly declarations: string[] = [];
  private readonly byValue = new Map<string, string>();

  key(arn: string, use: string): string {
    return this.constant(`${use}Key`, arn, (name) =>
      arn.includes("${")
        ? `EncryptionKey.fromLookup(this, ${quoted(name)}, ${quoted(arn)}) /* or the construct of the key */`
        : `EncryptionKey.fromArn(this, ${quoted(name)}, ${quoted(arn)})`,
    );
  }

  bundle(uri: string): string {
    return this.constant("bundle", uri, (name) => `CertificateBundle.fromUri(this, ${quoted(name)}, ${quoted(uri)})`);
  }

  jar(uri: string, use: string): string {
    return this.constant(`${use}Jar`, uri, (name) => `ProviderJar.fromUri(this, ${quoted(name)}, ${quoted(uri)})`);
  }

  private constant(wanted: string, value: string, make: (name: string) => string): string {
    const known = this.byValue.get(value);
    if (known !== undefined) return known;
    const taken = new Set(this.byValue.values());
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
    this.byValue.set(value, name);
    const made = make(name);
    this.imports.add(made.slice(0, made.indexOf(".")));
    this.declarations.push(`const ${name} = ${made};`);
    return name;
  }
}

function statement({ settings, existing, id }: Converted, names: Names): string {
  const { atRest, inTransit, wal, instanceMetadata, authentication, authorization, samlLakeFormation } = settings;
  const properties: { readonly [name: string]: unknown } = {
    atRest: atRest && {
      s3: atRest.s3 && s3Code(atRest.s3, names),
      localDisk: atRest.localDisk && diskCode(atRest.localDisk, names),
    },
    inTransit: inTransit && transitCode(inTransit, names),
    wal: wal && { key: wal.key === undefined ? undefined : new Code(names.key(wal.key, "wal")) },
    instanceMetadata,
    authentication,
    authorization,
    samlLakeFormation,
    importFrom: existing,
  };
  return `new SecurityConfiguration(this, ${quoted(id)}, ${literal(properties, "")});`;
}

function s3Code(s3: S3Encryption, names: Names) {
  const overrides = s3.overrides?.map((override) => ({ bucket: override.bucket, ...modeCode(override, names) }));
  return { ...modeCode(s3, names), overrides };
}

function modeCode(s3: S3Mode, names: Names) {
  if ("key" in s3) return { mode: s3.mode, key: new Code(names.key(s3.key, "s3")) };
  if ("jar" in s3) return { mode: s3.mode, jar: new Code(names.jar(s3.jar, "s3")), providerClass: s3.providerClass };
  return { mode: s3.mode };
}

function diskCode(disk: LocalDiskEncryption, names: Names) {
  if (disk.provider === "Custom") {
    return { provider: disk.provider, jar: new Code(names.jar(disk.jar, "disk")), providerClass: disk.providerClass };
  }
  // The construct switches EBS encryption on by default.
  const ebs = disk.ebs === true ? undefined : false;
  return { provider: disk.provider, key: new Code(names.key(disk.key, "disk")), ebs };
}

function transitCode(inTransit: InTransitEncryption, names: Names) {
  if (inTransit.provider === "PEM") {
    return { provider: inTransit.provider, bundle: new Code(names.bundle(inTransit.bundle)) };
  }
  if (inTransit.provider === "Custom") return { ...inTransit, jar: new Code(names.jar(inTransit.jar, "tls")) };
  return { ...inTransit, key: inTransit.key === undefined ? undefined : new Code(names.key(inTransit.key, "ca")) };
}

/** An expression among literal values. */
class Code {
  constructor(readonly text: string) {}
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function literal(value: unknown, indent: string): string {
  if (value instanceof Code) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).flatMap(([name, item]) =>
        item === undefined ? [] : [`${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}: ${literal(item, inner)}`],
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const line = entries.join(", ");
  if (!line.includes("\n") && line.length + inner.length < 80) {
    if (entries.length === 0) return open + close;
    return Array.isArray(value) ? `[${line}]` : `{ ${line} }`;
  }
  return `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join("")}${indent}${close}`;
}
