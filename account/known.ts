import { createHash } from "node:crypto";
import { hasEnded } from "../formats/cluster-state";
import type { Audit, RegionAudit } from "./audit";
import type { AccountResource } from "./resources";
import { sidecarOf } from "./sidecar";

/** Declarations for the settings, and the key policies and sidecars that they name. */
export interface Export {
  /** Text of the settings file. */
  readonly yaml: string;
  /** Texts by file name, relative to the settings file. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * What plans can be checked against: the `known:` of a settings file, in a stable order. Keys, buckets and clusters are those of all Regions; what holds for every cluster of a
 * plan is declared where it is the same in all of them. What was not seen is left out, so that rules stay open where the audit could not see.
 *
 * @param folders where the policies and sidecars go, relative to the settings file
 */
export function knownDeclarations(
  { account, at, regions }: Audit,
  folders: { readonly policies: string; readonly bundles: string },
): Export {
  const files = new Map<string, string>();
  const names = regions.map(({ region }) => region);
  const known = {
    asOf: at.toISOString().slice(0, 10),
    account,
    region: names.length === 1 ? names[0] : undefined,
    vpcDomains: shared(regions, domains),
    roles: roles(regions),
    keys: declared(regions, (audit) => keys(audit, folders.policies, files)),
    buckets: declared(regions, buckets),
    clusters: declared(regions, clusters),
    bundles: declared(regions, (audit) => bundles(audit, folders.bundles, files)),
    ebsEncryptionByDefault: shared(regions, ebsByDefault),
  };
  const head = [
    `# What the account ${account} had in ${names.join(", ")} on ${known.asOf}, as emr-encryption audit --export wrote it.`,
    "# Name this file under extends: in emr-encryption.config.yaml. Write it again regularly; see known.maxAgeDays.",
  ];
  return { yaml: `${[...head, "known:", ...yamlOf(known, 1)].join("\n")}\n`, files };
}

type Entries<T = object> = readonly (readonly [name: string, entry: T])[];

/** Declarations of all Regions by name, sorted. */
function declared(
  regions: readonly RegionAudit[],
  entriesOf: (audit: RegionAudit) => Entries<unknown>,
): object | undefined {
  const entries = regions.flatMap(entriesOf);
  return entries.length === 0 ? undefined : Object.fromEntries([...entries].sort(byFirst));
}

/** What is the same in all Regions. */
function shared<T>(regions: readonly RegionAudit[], of: (audit: RegionAudit) => T | undefined): T | undefined {
  const values = regions.map(of);
  return new Set(values.map((value) => JSON.stringify(value))).size === 1 ? values[0] : undefined;
}

function domains(audit: RegionAudit): readonly string[] | undefined {
  const found = ofType(audit, "aws_vpc_dhcp_options").flatMap(({ values }) =>
    typeof values.domain_name === "string" && values.domain_name !== "" ? values.domain_name.split(/\s+/) : [],
  );
  return found.length === 0 ? undefined : [...new Set(found)].sort();
}

/** Clusters that have not ended, with the name of their security configuration. */
function clusters(audit: RegionAudit): Entries {
  return ofType(audit, "aws_emr_cluster").flatMap(({ values }) => {
    const { id, name, security_configuration: configuration, cluster_state: state } = values;
    if (typeof id !== "string" || typeof configuration !== "string" || hasEnded(state)) return [];
    return [[id, { configuration, ...(typeof name === "string" && { name }), region: audit.region }] as const];
  });
}

/** Roles of clusters, where all clusters have the same; a declaration holds for every cluster of a plan. */
function roles(regions: readonly RegionAudit[]): object | undefined {
  const all = (type: string) => regions.flatMap((audit) => ofType(audit, type));
  const byName = new Map(all("aws_iam_role").map(({ values }) => [values.name, values.arn]));
  const profiles = all("aws_iam_instance_profile").flatMap(({ values }) => byName.get(values.role ?? "") ?? []);
  const services = all("aws_emr_cluster").flatMap(({ values }) => {
    const role = values.service_role;
    if (typeof role !== "string") return [];
    return role.startsWith("arn:") ? [role] : (byName.get(role) ?? []);
  });
  const instance = only(profiles);
  const service = only(services);
  if (instance === undefined && service === undefined) return undefined;
  return { ...(instance !== undefined && { instance }), ...(service !== undefined && { service }) };
}

function only(values: readonly unknown[]): string | undefined {
  const distinct = new Set(values.filter((value) => typeof value === "string"));
  const [first] = distinct;
  return distinct.size === 1 ? first : undefined;
}

const KEY_TYPES = ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"];

function keys(audit: RegionAudit, folder: string, files: Map<string, string>): Entries {
  return KEY_TYPES.flatMap((type) => ofType(audit, type)).flatMap(({ values, unseen = {} }) => {
    const { arn, key_id: id, policy, enable_key_rotation: rotation } = values;
    if (typeof arn !== "string" || typeof id !== "string") return [];
    const file = `${folder}/${id}.json`;
    if (typeof policy === "string") files.set(file, `${policy}\n`);
    const declared = {
      ...(typeof policy === "string" && { policy: `./${file}` }),
      ...(typeof rotation === "boolean" && !("enable_key_rotation" in unseen) && { rotation }),
    };
    return Object.keys(declared).length === 0 ? [] : [[arn, declared] as const];
  });
}

function buckets(audit: RegionAudit): Entries {
  return ofType(audit, "aws_s3_bucket").flatMap(({ values: { bucket, region } }) => {
    if (typeof bucket !== "string") return [];
    const about = (type: string) => ofType(audit, type).find(({ values }) => values.bucket === bucket);
    const versioning = first(about("aws_s3_bucket_versioning")?.values.versioning_configuration);
    const block = about("aws_s3_bucket_public_access_block");
    const rule = first(about("aws_s3_bucket_server_side_encryption_configuration")?.values.rule);
    const { kms_master_key_id: key } = first(rule?.apply_server_side_encryption_by_default) ?? {};
    const declared = {
      ...(typeof region === "string" && { region }),
      ...(block && { private: block.values.restrict_public_buckets === true }),
      ...(versioning && { versioned: versioning.status === "Enabled" }),
      ...(typeof key === "string" && { encryptedWith: key }),
    };
    return Object.keys(declared).length === 0 ? [] : [[bucket, declared] as const];
  });
}

/** The sidecars of bundles that were downloaded. Their names in S3 may be too long for files, or the same. */
function bundles({ bundles: downloaded }: RegionAudit, folder: string, files: Map<string, string>): Entries<string> {
  return downloaded.flatMap((bundle) => {
    const sidecar = sidecarOf(bundle);
    if (sidecar === undefined) return [];
    const file = `${folder}/${createHash("sha256").update(bundle.name).digest("hex").slice(0, 16)}.bundle.json`;
    files.set(file, sidecar);
    return [[`s3://${bundle.name}`, `./${file}`] as const];
  });
}

function ebsByDefault(audit: RegionAudit): boolean | undefined {
  const enabled = ofType(audit, "aws_ebs_encryption_by_default")[0]?.values.enabled;
  return typeof enabled === "boolean" ? enabled : undefined;
}

function ofType({ resources }: RegionAudit, wanted: string): readonly AccountResource[] {
  return resources.filter(({ type }) => type === wanted);
}

/** The first of a nested argument's blocks. */
function first(value: unknown): { readonly [name: string]: unknown } | undefined {
  return Array.isArray(value) && typeof value[0] === "object" && value[0] !== null ? value[0] : undefined;
}

function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Lines of YAML: nested maps, lists of texts and scalars; texts are quoted as in JSON, which YAML reads. */
function yamlOf(value: object, depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  return Object.entries(value).flatMap(([name, inner]): readonly string[] => {
    if (inner === undefined) return [];
    const key = /^[A-Za-z]\w*$/.test(name) ? name : JSON.stringify(name);
    if (Array.isArray(inner))
      return [`${indent}${key}:`, ...inner.map((item) => `${indent}  - ${JSON.stringify(item)}`)];
    if (typeof inner === "object" && inner !== null) return [`${indent}${key}:`, ...yamlOf(inner, depth + 1)];
    return [`${indent}${key}: ${JSON.stringify(inner)}`];
  });
}
