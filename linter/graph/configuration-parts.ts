import type { ConfigurationFact } from "../rows/configurations";
import type { Leaf } from "../rows/leaf";
import type { DraftPart } from "./canvas";

/** The two halves of a security configuration, line by line. */
export function configurationParts(row: ConfigurationFact): readonly DraftPart[] {
  return [...atRestParts(row), inTransitPart(row)];
}

/** Number of the line that a place of facts belongs to; -1 for none. */
export function placePart(parts: readonly { readonly name: string }[], place: string): number {
  const name = names[place] ?? (place.startsWith("the bucket") ? "S3" : place);
  return parts.findIndex((part) => part.name === name);
}

const names: { readonly [place: string]: string } = {
  S3: "S3",
  "local disks": "local disks",
  "EBS volumes": "local disks",
  "the write-ahead log": "write-ahead log",
  "the bundle": "certificates",
  "the bundle of certificates": "certificates",
  "the managed certificate authority": "certificates",
};

function atRestParts({ atRest, s3, localDisk, wal }: ConfigurationFact): readonly DraftPart[] {
  const section = "at rest";
  if (isOff(atRest)) {
    const properties = ["AtRestEncryptionConfiguration", "EnableAtRestEncryption"];
    return [{ section, name: "data at rest", value: "not encrypted", state: "off", properties }];
  }
  const own = shownValue(wal.key, "managed key");
  const log = { section, name: "write-ahead log", properties: ["EMRWALEncryptionConfiguration"], ...own };
  return [
    { section, name: "S3", properties: ["S3EncryptionConfiguration"], ...shownValue(s3.mode, "not set") },
    { section, name: "local disks", properties: ["LocalDiskEncryptionConfiguration"], ...disk(localDisk) },
    ...(isOff(wal.present) ? [] : [log]),
  ];
}

function inTransitPart({ inTransit, tls }: ConfigurationFact): DraftPart {
  const section = "in transit";
  const properties = ["InTransitEncryptionConfiguration", "EnableInTransitEncryption"];
  return isOff(inTransit)
    ? { section, name: "traffic between nodes", value: "not encrypted", state: "off", properties }
    : { section, name: "certificates", properties, ...shownValue(tls.provider, "not set") };
}

function disk({ provider, ebs }: ConfigurationFact["localDisk"]): Pick<DraftPart, "value" | "state"> {
  const own = shownValue(provider, "not set");
  const volumes = "known" in ebs ? (ebs.known ? ", with EBS" : ", without EBS") : "";
  return own.state === "known" ? { ...own, value: `${own.value}${volumes}` } : own;
}

function isOff(leaf: Leaf<boolean>): boolean {
  return "known" in leaf && leaf.known !== true;
}

function shownValue(leaf: Leaf<string>, absent: string): Pick<DraftPart, "value" | "state"> {
  if ("unknown" in leaf) return { value: "not known", state: "unknown" };
  if ("reference" in leaf) return { value: leaf.reference.address, state: "known" };
  return leaf.known === null ? { value: absent, state: "off" } : { value: leaf.known, state: "known" };
}
