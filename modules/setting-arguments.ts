import type { Construct } from "constructs";
import type { SecuritySettings } from "../formats/security-configuration";
import { type Arguments, bundle, checkArguments, either, group, jar, key, list, oneOf, text } from "./arguments";
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

const s3Mode = { mode: "any", key, jar, providerClass: text } as const;
const s3Arguments: Arguments<S3> = { ...s3Mode, overrides: list };
const overrideArguments: Arguments<NonNullable<S3["overrides"]>[number]> = { ...s3Mode, bucket: text };
const diskArguments: Arguments<NonNullable<AtRest["localDisk"]>> = {
  provider: "any",
  key,
  ebs: "any",
  jar,
  providerClass: text,
};
const transitArguments: Arguments<NonNullable<Settings["inTransit"]>> = {
  provider: "any",
  bundle,
  jar,
  providerClass: text,
  key,
  secretTags: group,
  validityDays: "any",
  wildcardDnsSuffix: text,
};

/** An object, or the word that disables it. */
export const orOff = either(group, oneOf("off"));

/**
 * Refuses nested arguments that do not exist or are of another type. Values that EMR does not know, and arguments that are missing with them, are
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
    if (s3) checkArguments(at("atRest.s3"), s3, s3Arguments);
    s3?.overrides?.forEach((override, index) => {
      checkArguments(at(`atRest.s3.overrides[${index}]`), override, overrideArguments, ["bucket"]);
    });
    if (localDisk) checkArguments(at("atRest.localDisk"), localDisk, diskArguments);
  }
  if (typeof inTransit === "object") {
    checkArguments(at("inTransit"), inTransit as NonNullable<Settings["inTransit"]>, transitArguments);
  }
  if (typeof wal === "object") checkArguments<NonNullable<Settings["wal"]>>(at("wal"), wal, { key });
}
