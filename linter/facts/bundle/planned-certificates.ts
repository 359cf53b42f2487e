import { DAY } from "../../../formats/day";
import type { HostNames } from "../../../formats/x509/hosts";
import type { PublicKeyType } from "../../../formats/x509/public-key";
import type { Model, Resource } from "../../model/terraform/model";
import { ofType } from "../../model/terraform/of-type";
import { isLeaf, Reference, type Symbolic } from "../../model/values/symbolic";
import { LINT_NEXT_PLAN, referencesIn } from "../../model/values/unknowns";
import type { CertificateFact, PublicKeyFact } from "../../rows/certificates";
import {
  ABSENT,
  firstUnknown,
  isAbsent,
  known,
  knownValue,
  type Leaf,
  type UnknownLeaf,
  unknownLeaf,
} from "../../rows/leaf";
import { DocumentCursor } from "../document-cursor";

/** What the arguments of a resource reveal about the certificate that it creates. */
export interface PlannedCertificate {
  readonly resource: Resource;
  /** Address of what issues it: its own for a self-signed one, undefined if the input does not show it. */
  readonly issuer: string | undefined;
  /** Address of the `tls_private_key` behind it; undefined if the input does not show it. */
  readonly privateKey: string | undefined;
  /** Its public key, if no `tls_private_key` of the input shows it. */
  readonly key: Partial<PublicKeyFact>;
  readonly names: HostNames | UnknownLeaf;
  readonly hash: Leaf<string>;
  readonly mayNotIssue: Leaf<string>;
  /** Further leaves of its row. The times of one that does not exist yet are those that it would have if it were created now. */
  readonly leaves: Pick<CertificateFact, "validDays" | "notBefore" | "notAfter" | "isCa" | Purpose>;
}

type Purpose = "serverPurpose" | "anyPurposeOnly" | "clientPurpose" | "signingPurpose";

/** Types of resources and data sources that make or contain a certificate. */
export const certificateTypes: ReadonlySet<string> = new Set([
  "tls_self_signed_cert",
  "tls_locally_signed_cert",
  "aws_acmpca_certificate",
  "aws_acm_certificate",
]);

/** Reads the arguments of a resource that makes a certificate, as of a time. */
export function describeCertificate(model: Model, resource: Resource, at: number): PlannedCertificate {
  const { type } = resource;
  if (type === "aws_acmpca_certificate") return privateCaCertificate(model, resource, at);
  if (type === "aws_acm_certificate") return acmCertificate(model, resource);
  const own = type === "tls_self_signed_cert";
  const request = own ? resource : madeBy(model, resource.values.cert_request_pem, "tls_cert_request");
  const uses = listOf(new DocumentCursor(model, resource.values.allowed_uses));
  const hours = new DocumentCursor(model, resource.values.validity_period_hours).number();
  const isCa = or(new DocumentCursor(model, resource.values.is_ca_certificate).flag(), false);
  return {
    resource,
    issuer: own ? resource.address : issuerOf(model, resource),
    names: request ? requestedNames(model, request) : noRequest(resource),
    ...keyOf(model, resource, request?.values.private_key_pem),
    hash: known("SHA-256"),
    mayNotIssue: mayNotIssue(isCa, uses),
    leaves: {
      validDays: mapped(hours, (each) => Math.floor(each / 24)),
      ...validity(model, resource, hours, at),
      isCa,
      serverPurpose: allows(uses, "server_auth"),
      anyPurposeOnly: mapped(uses, (each) => each.includes("any_extended") && !each.includes("server_auth")),
      clientPurpose: allows(uses, "client_auth"),
      signingPurpose: mapped(uses, (each) => !each.some(isKeyUsage) || each.includes("digital_signature")),
    },
  };
}

/** What the arguments of a `tls_private_key` reveal; the only weak keys that Go generates are short ones. */
export function describePrivateKey(model: Model, resource: Resource): Partial<PublicKeyFact> {
  const part = (name: string, otherwise: string) =>
    or(new DocumentCursor(model, resource.values[name]).text(), otherwise);
  const algorithm = part("algorithm", "RSA");
  const type = mapped(algorithm, (each): PublicKeyType => TYPES.get(each.toUpperCase()) ?? "other");
  const isRsa = mapped(type, (each) => each === "RSA");
  const bits = or(new DocumentCursor(model, resource.values.rsa_bits).number(), 2048);
  const curve = mapped(part("ecdsa_curve", "P224"), (each) => each.replace(/^P-?/i, "P-"));
  return {
    type,
    bits: chosen(isRsa, bits),
    curve: chosen(
      mapped(type, (each) => each === "EC"),
      curve,
    ),
    exponent: chosen(isRsa, known(65537)),
    exponentIsEven: chosen(isRsa, known(false)),
  };
}

/** Where a reference comes from: arguments are followed to what they were given, computed attributes stay. */
export function originOf(model: Model, reference: Reference): Reference {
  const value = model.resolve(reference);
  if (value instanceof Reference) return value;
  const [only, ...others] = isLeaf(value) ? referencesIn(value) : [];
  return only && others.length === 0 ? only : reference;
}

/** The resource of a type that a value is made by: by reference, or by the text itself where it is known already. */
function madeBy(model: Model, value: Symbolic | undefined, ...types: readonly string[]): Resource | undefined {
  if (value === undefined || value === null) return undefined;
  for (const reference of referencesIn(value)) {
    const made = model.at(originOf(model, reference).address);
    if (made && types.includes(made.type)) return made;
  }
  if (typeof value !== "string") return undefined;
  const same = (resource: Resource) =>
    ["cert_pem", "cert_request_pem", "private_key_pem"].some((name) => resource.values[name] === value);
  return ofType(model, ...types).find(same);
}

function issuerOf(model: Model, { values }: Resource): string | undefined {
  return madeBy(model, values.ca_cert_pem, ...certificateTypes, "aws_acmpca_certificate_authority")?.address;
}

const TYPES: ReadonlyMap<string, PublicKeyType> = new Map([
  ["RSA", "RSA"],
  ["ECDSA", "EC"],
  ["ED25519", "Ed25519"],
]);

function keyOf(
  model: Model,
  { address }: Resource,
  written: Symbolic | undefined,
): Pick<PlannedCertificate, "privateKey" | "key"> {
  const made = madeBy(model, written, "tls_private_key");
  // The key has its own row, so that a mistake in it is found once.
  if (made) return { privateKey: made.address, key: {} };
  const why = unknownLeaf(`the private key of ${address} is not in the input`, "lint the bundle itself");
  return { privateKey: undefined, key: { type: why, bits: why } };
}

function noRequest({ address }: Resource): UnknownLeaf {
  return unknownLeaf(`the request that ${address} signs is not in the input`, "lint the bundle itself");
}

/** Names of a certificate or request of the provider `tls`. */
function requestedNames(model: Model, { values }: Resource): HostNames | UnknownLeaf {
  const subject = new DocumentCursor(model, values.subject).firstBlock();
  return hostNames(subject.at("common_name").text(), listOf(new DocumentCursor(model, values.dns_names)));
}

function hostNames(commonName: Leaf<string>, dns: Leaf<readonly string[]>): HostNames | UnknownLeaf {
  const names = valueOrUnknown(dns);
  if ("unknown" in names) return names;
  const common = valueOrUnknown(commonName);
  if ("unknown" in common) return common;
  return {
    subject: { commonNames: common.known ? [common.known] : [] },
    subjectAltNames: (names.known ?? []).map((value) => ({ kind: "dns", value })),
  };
}

/** Start and end as the provider gives them; before apply, as if it were created now. */
function validity(
  model: Model,
  { values, actions }: Resource,
  hours: Leaf<number>,
  at: number,
): Pick<CertificateFact, "notBefore" | "notAfter"> {
  const timeOf = (name: string): number | undefined => {
    const value = actions.includes("create") ? undefined : new DocumentCursor(model, values[name]).resolved();
    const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? undefined : time;
  };
  const [start, end] = [timeOf("validity_start_time"), timeOf("validity_end_time")];
  if (start !== undefined && end !== undefined) return { notBefore: known(start), notAfter: known(end) };
  return { notBefore: known(at), notAfter: mapped(hours, (each) => at + each * 60 * 60 * 1000) };
}

const EXTENDED = new Set(
  (
    "any_extended server_auth client_auth code_signing email_protection ipsec_end_system ipsec_tunnel ipsec_user " +
    "timestamping ocsp_signing microsoft_server_gated_crypto netscape_server_gated_crypto " +
    "microsoft_commercial_code_signing microsoft_kernel_code_signing"
  ).split(" "),
);

function isKeyUsage(use: string): boolean {
  return !EXTENDED.has(use);
}

function allows(uses: Leaf<readonly string[]>, purpose: string): Leaf<boolean> {
  return mapped(uses, (each) => {
    const extended = each.filter((use) => EXTENDED.has(use));
    return extended.length === 0 || extended.includes(purpose) || extended.includes("any_extended");
  });
}

function mayNotIssue(isCa: Leaf<boolean>, uses: Leaf<readonly string[]>): Leaf<string> {
  if ("known" in isCa && isCa.known !== true) return known(NO_CA);
  return mapped(uses, (each) =>
    each.some(isKeyUsage) && !each.includes("cert_signing") ? "its key usage lacks keyCertSign" : null,
  );
}

const NO_CA = "its basic constraints say CA:FALSE";

const DAYS: ReadonlyMap<string, number> = new Map([
  ["DAYS", 1],
  ["MONTHS", 30],
  ["YEARS", 365],
]);

/** AWS Private CA signs a request by a template, which decides what the certificate is for. */
function privateCaCertificate(model: Model, resource: Resource, at: number): PlannedCertificate {
  const { values } = resource;
  const template = or(new DocumentCursor(model, values.template_arn).text(), "EndEntityCertificate/V1");
  const of = (pattern: RegExp) => mapped(template, (each) => pattern.test(each));
  const validity = new DocumentCursor(model, values.validity).firstBlock();
  const unit = valueOrUnknown(validity.at("type").text());
  const amount = valueOrUnknown(validity.at("value").number());
  const days = "unknown" in unit ? unit : "unknown" in amount ? amount : known(daysOf(unit.known, amount.known, at));
  const request = madeBy(model, values.certificate_signing_request, "tls_cert_request");
  const authority = referencesIn(values.certificate_authority_arn ?? null)[0];
  const isRoot = knownValue(of(/:template\/RootCACertificate/)) === true;
  return {
    resource,
    issuer: isRoot ? resource.address : authority && originOf(model, authority).address,
    names: request ? requestedNames(model, request) : noRequest(resource),
    ...keyOf(model, resource, request?.values.private_key_pem),
    hash: mapped(new DocumentCursor(model, values.signing_algorithm).text(), (each) =>
      each.replace(/^SHA(\d+).*/, "SHA-$1"),
    ),
    mayNotIssue: mapped(template, (each) => (/CACertificate/.test(each) ? null : NO_CA)),
    leaves: {
      validDays: days,
      notBefore: known(at),
      notAfter: mapped(days, (each) => at + each * DAY),
      isCa: of(/CACertificate/),
      anyPurposeOnly: known(false),
      serverPurpose: of(/^(?!.*(ClientAuth|CodeSigning|OCSPSigning))/),
      clientPurpose: of(/^(?!.*(ServerAuth|CodeSigning|OCSPSigning))/),
      signingPurpose: known(true),
    },
  };
}

function daysOf(unit: string | null, amount: number | null, at: number): number | null {
  if (unit === null || amount === null) return null;
  const each = DAYS.get(unit);
  if (each !== undefined) return Math.floor(amount * each);
  return unit === "ABSOLUTE" ? Math.floor((amount * 1000 - at) / DAY) : null;
}

/** ACM decides all but names and key itself: it issues for months, and renews. */
function acmCertificate(model: Model, resource: Resource): PlannedCertificate {
  const { values } = resource;
  const algorithm = or(new DocumentCursor(model, values.key_algorithm).text(), "RSA_2048");
  const isRsa = mapped(algorithm, (each) => each.startsWith("RSA_"));
  const domain = new DocumentCursor(model, values.domain_name).text();
  const first = knownValue(domain);
  const others = listOf(new DocumentCursor(model, values.subject_alternative_names));
  return {
    resource,
    issuer: undefined,
    privateKey: undefined,
    key: {
      type: mapped(algorithm, (each) => (each.startsWith("RSA_") ? "RSA" : "EC")),
      bits: chosen(
        isRsa,
        mapped(algorithm, (each) => Number(each.slice("RSA_".length))),
      ),
      curve: mapped(algorithm, (each) => CURVES.get(each.toLowerCase()) ?? null),
    },
    names: hostNames(domain, first ? mapped(others, (each) => [first, ...each]) : others),
    hash: known("SHA-256"),
    mayNotIssue: known(NO_CA),
    leaves: {
      validDays: ABSENT,
      notBefore: ABSENT,
      notAfter: ABSENT,
      isCa: known(false),
      serverPurpose: known(true),
      anyPurposeOnly: known(false),
      clientPurpose: known(true),
      signingPurpose: known(true),
    },
  };
}

const CURVES: ReadonlyMap<string, string> = new Map([
  ["ec_prime256v1", "P-256"],
  ["ec_secp384r1", "P-384"],
  ["ec_secp521r1", "P-521"],
]);

/** A list of texts; a list in which one is not known is not known. */
function listOf(part: DocumentCursor): Leaf<readonly string[]> {
  const items = part.items();
  if (!items) return mapped(part.text(), (text) => [text]);
  const leaves = items.map((item) => valueOrUnknown(item.text()));
  return firstUnknown(leaves) ?? known(leaves.flatMap((leaf) => knownValue(leaf) ?? []));
}

/** A leaf that a rule needs as a value: a reference is not known yet. */
function valueOrUnknown<T>(leaf: Leaf<T>): { readonly known: T | null } | UnknownLeaf {
  if ("known" in leaf || "unknown" in leaf) return leaf;
  const { address, attribute } = leaf.reference;
  return unknownLeaf(`${address}.${attribute} is not known before it exists`, LINT_NEXT_PLAN);
}

function mapped<T, R>(leaf: Leaf<T>, map: (value: T) => R | null): Leaf<R> {
  const resolved = valueOrUnknown(leaf);
  if ("unknown" in resolved) return resolved;
  return known(resolved.known === null ? null : map(resolved.known));
}

function or<T>(leaf: Leaf<T>, otherwise: T): Leaf<T> {
  return isAbsent(leaf) ? known(otherwise) : leaf;
}

/** A leaf that is present only under a condition. */
function chosen<T>(condition: Leaf<boolean>, leaf: Leaf<T>): Leaf<T> {
  if ("unknown" in condition) return condition;
  return knownValue(condition) === true ? valueOrUnknown(leaf) : ABSENT;
}

/** Whether nodes accept what the key of a certificate issues. */
export function canIssue({ leaves: { isCa }, mayNotIssue }: PlannedCertificate): Leaf<boolean> {
  if ("known" in isCa && isCa.known !== true) return known(false);
  if (knownValue(mayNotIssue) !== undefined) return known(false);
  return firstUnknown([isCa, mayNotIssue]) ?? known(true);
}

/** Whether a resource is an AWS Private CA, or its certificate. */
export function isAuthority({ type }: Resource): boolean {
  return type === "aws_acmpca_certificate_authority" || type === "aws_acmpca_certificate_authority_certificate";
}
