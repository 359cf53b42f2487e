import { Token } from "cdktf";
import { Construct } from "constructs";
import type { SecuritySettings } from "../formats/security-configuration";
import {
  type Arguments,
  anything,
  bundle,
  checkArguments,
  either,
  group,
  jar,
  key,
  leaf,
  list,
  literal,
  oneOf,
  text,
} from "./arguments";
import type { ConstructLeaves } from "./security-configuration-leaves";

type Settings = SecuritySettings<ConstructLeaves>;
type AtRest = NonNullable<Settings["atRest"]>;
type S3 = NonNullable<AtRest["s3"]>;

/** The arguments for the content of a security configuration. */
export const settingArguments: Arguments<Settings> = {
  atRest: group,
  inTransit: group,
  wal: group,
  instanceMetadata: group,
  authentication: group,
  authorization: group,
  samlLakeFormation: group,
};

/** What a section can contain, for messages. */
const sections: { readonly [section: string]: string } = {
  authentication: "KerberosConfiguration and IdentityCenterConfiguration",
  authorization: "EmrFsConfiguration, IAMConfiguration, LakeFormationConfiguration and RangerConfiguration",
};

const s3Mode = { mode: literal, key, jar, providerClass: text } as const;
const s3Arguments: Arguments<S3> = { ...s3Mode, overrides: list };
const overrideArguments: Arguments<NonNullable<S3["overrides"]>[number]> = { ...s3Mode, bucket: text };
const diskArguments: Arguments<NonNullable<AtRest["localDisk"]>> = {
  provider: literal,
  key,
  ebs: literal,
  jar,
  providerClass: text,
};
const domain = leaf(
  "a domain, such as emr.example.com",
  (value) => typeof value === "string" && /^[^\s/:]+$/.test(value),
);
const transitArguments: Arguments<NonNullable<Settings["inTransit"]>> = {
  provider: literal,
  bundle,
  jar,
  providerClass: text,
  key,
  secretTags: group,
  validityDays: anything,
  wildcardDnsSuffix: domain,
};

/** The arguments of each mode or provider. A mode that is not among them is reported with the document. */
const s3Modes = {
  "SSE-S3": [],
  "SSE-KMS": ["key"],
  "CSE-KMS": ["key"],
  "CSE-Custom": ["jar", "providerClass"],
} as const;
const diskProviders = { AwsKms: ["key", "ebs"], Custom: ["jar", "providerClass"] } as const;
const transitProviders = {
  PEM: ["bundle"],
  Custom: ["jar", "providerClass"],
  EMR: ["key", "secretTags", "validityDays", "wildcardDnsSuffix"],
} as const;

/** An object, or the word that disables the setting. */
export const orOff = either(group, oneOf("off"));

/**
 * Refuses nested arguments that do not exist or have the wrong type. Unknown values, and arguments that are missing beside them, are
 * reported with the rest of the document when the stack is synthesized.
 *
 * @throws Error with the argument and what is expected
 */
export function checkSettings(scope: Construct, settings: object): void {
  const { atRest, inTransit, wal } = settings as { readonly [name: string]: object | "off" | undefined };
  const at = (inside: string) => `${scope.node.path}: ${inside}`;
  if (typeof atRest === "object") {
    checkArguments<AtRest>(at("atRest"), atRest as AtRest, { s3: group, localDisk: group });
    const { s3, localDisk } = atRest as AtRest;
    if (s3) checkMode(at("atRest.s3"), s3, s3Arguments, "mode", s3Modes);
    s3?.overrides?.forEach((override, index) => {
      const place = at(`atRest.s3.overrides[${index}]`);
      checkArguments(place, override, overrideArguments, ["bucket"]);
      checkMode(place, override, overrideArguments, "mode", s3Modes);
    });
    if (localDisk) checkMode(at("atRest.localDisk"), localDisk, diskArguments, "provider", diskProviders);
  }
  if (typeof inTransit === "object") {
    const transit = inTransit as NonNullable<Settings["inTransit"]>;
    checkMode(at("inTransit"), transit, transitArguments, "provider", transitProviders);
  }
  checkSections(scope.node.path, settings);
  if (typeof wal === "object") checkArguments<NonNullable<Settings["wal"]>>(at("wal"), wal, { key });
}

/** Checks the sections that have EMR's own names, as far as the grammar of the document cannot. */
function checkSections(path: string, settings: object): void {
  const { authentication, authorization, instanceMetadata, samlLakeFormation, inTransit }: Partial<Settings> = settings;
  for (const [name, section] of Object.entries({
    authentication,
    authorization,
    instanceMetadata,
    samlLakeFormation,
    inTransit,
  }))
    refuseReferences(path, name, section);
  for (const [name, section] of Object.entries({ authentication, authorization })) {
    if (section !== undefined && Object.values(section).every((value) => value === undefined))
      throw new Error(
        `${path}: ${name} is empty, so it has no effect; leave it out, or write one of ${sections[name]}`,
      );
  }
  const mapping = "authorization.EmrFsConfiguration.RoleMappings";
  if (authorization?.EmrFsConfiguration?.RoleMappings?.length === 0)
    throw new Error(
      `${path}: ${mapping} is empty, so it has no effect; write a mapping, or leave EmrFsConfiguration out`,
    );
}

/** Refuses numbers and lists that Terraform knows later: the document is text, and contains them as numbers and lists. */
function refuseReferences(path: string, argument: string, value: unknown): void {
  const isReference = typeof value === "number" ? Token.isUnresolved(value) : Array.isArray(value) && !list.fits(value);
  if (isReference) throw new Error(`${path}: ${argument} is a reference, expected a literal value`);
  if (typeof value !== "object" || value === null || Construct.isConstruct(value)) return;
  for (const [name, member] of Object.entries(value))
    refuseReferences(path, Array.isArray(value) ? `${argument}[${name}]` : `${argument}.${name}`, member);
}

/**
 * Checks the arguments of a member of a union: those of other members would have no effect.
 *
 * @param tag - argument that says which member it is
 * @param members - the arguments that depend on the member
 */
function checkMode<T extends object>(
  path: string,
  given: T,
  known: Arguments<T>,
  tag: string,
  members: { readonly [member: string]: readonly string[] },
): void {
  checkArguments(path, given, known);
  const values = given as { readonly [name: string]: unknown };
  const member = String(values[tag]);
  if (!Object.hasOwn(members, member)) return;
  const others = new Set(Object.values(members).flat());
  for (const name of members[member] ?? []) others.delete(name);
  for (const name of others) {
    if (values[name] === undefined) continue;
    const place = path.replace(/: (.*)$/, (_, inside: string) => `: ${inside}.${name}`);
    throw new Error(`${place} is not an argument of ${tag} '${member}'; remove it, or write another ${tag}`);
  }
}
