import type { Model, Resource } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { parseDocument } from "../../model/values/document";
import { isRecord, type Symbolic, Unknown } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import { ABSENT, isAbsent, known, knownValue, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { ObjectEncryption } from "../../rows/objects";
import type { Settings } from "../../settings";
import { bucketNamed, encryptionByDefault, settingsOfBucket } from "../bucket-encryption";
import { argument, DocumentCursor, leafOfUnknown } from "../document-cursor";
import { written } from "../object-name";

type Declared = NonNullable<NonNullable<Settings["known"]>["buckets"]>;

/** A bucket as far as the input and the settings show. */
export class Bucket {
  /** What makes it, where the input does. */
  readonly resource: Resource | undefined;
  private readonly text: string | undefined;
  private readonly declared: Declared[string] | undefined;

  constructor(
    private readonly model: Model,
    name: Symbolic | undefined,
    declared: Declared = {},
  ) {
    this.text = written(model, name);
    this.resource = bucketNamed(model, this.text);
    this.declared = this.text !== undefined && Object.hasOwn(declared, this.text) ? declared[this.text] : undefined;
  }

  get versioned(): Leaf<boolean> {
    const separate = this.block(this.about("aws_s3_bucket_versioning"), "versioning_configuration");
    if (separate) return isEnabled(separate.at("status").text());
    const inline = this.block(this.resource, "versioning")?.at("enabled").flag();
    if (inline && !isAbsent(inline)) return inline;
    if (this.declared?.versioned !== undefined) return known(this.declared.versioned);
    return this.resource ? known(false) : this.notHere("versioning");
  }

  /** What encrypts objects that do not specify encryption. */
  get defaultEncryption(): Leaf<ObjectEncryption> {
    const byDefault = encryptionByDefault(this.model, this.text);
    const algorithm = byDefault.at("sse_algorithm").text();
    if (!("known" in algorithm)) return algorithm;
    if (algorithm.known?.startsWith("aws:kms")) return keyWords(byDefault.at("kms_master_key_id").text());
    if (algorithm.known !== null) return known("a key of S3");
    if (this.declared?.encryptedWith !== undefined) return keyWords(known(this.declared.encryptedWith));
    // By default, S3 encrypts every new object with its own key.
    return this.resource ? known("a key of S3") : this.notHere("default encryption");
  }

  /** The resource that writes its policy, itself included. */
  get policy(): Resource | undefined {
    const separate = this.about("aws_s3_bucket_policy");
    if (separate || !this.resource) return separate;
    const own = argument(this.model, this.resource, "policy").source();
    return own === undefined || own === null ? undefined : this.resource;
  }

  /** The policy that lets everyone read its objects. */
  get openPolicy(): Leaf<string> {
    const { policy } = this;
    if (!policy || this.declared?.private === true) return ABSENT;
    const parsed = parseDocument(new DocumentCursor(this.model, policy.values.policy).resolved() ?? "");
    if ("unknown" in parsed) return leafOfUnknown(parsed.unknown);
    if (!("document" in parsed) || !isRecord(parsed.document)) return ABSENT;
    const { Statement: statements } = parsed.document;
    const open = listOf(statements).some((statement) => isRecord(statement) && isOpen(statement));
    if (!open) return ABSENT;
    const blocked = this.accountBlock;
    if ("unknown" in blocked) return blocked;
    return knownValue(blocked) === true ? ABSENT : known(`the policy ${policy.address}`);
  }

  /** Whether the account blocks public access to all of its buckets; only an audit shows for certain which account a bucket is in. */
  private get accountBlock(): Leaf<boolean> {
    const [account] = this.model.kind === "account" ? managed(this.model, "aws_s3_account_public_access_block") : [];
    return account ? argument(this.model, account, "restrict_public_buckets").flag() : known(false);
  }

  /** The resource that blocks public access by a flag: that of the bucket, or that of the account. */
  blockedBy(flag: "block_public_acls" | "ignore_public_acls" | "block_public_policy" | "restrict_public_buckets") {
    const account = managed(this.model, "aws_s3_account_public_access_block");
    const blocks = [this.about("aws_s3_bucket_public_access_block"), ...account];
    return blocks.find((block) => block?.values[flag] === true)?.address;
  }

  /** What disables ACLs: the bucket's ownership controls, or the default of a bucket that the plan creates. */
  get aclsDisabledBy(): string | undefined {
    const controls = this.about("aws_s3_bucket_ownership_controls");
    if (controls) {
      const ownership = this.block(controls, "rule")?.at("object_ownership").resolved();
      return ownership === "BucketOwnerEnforced" ? controls.address : undefined;
    }
    const isNew = this.model.kind === "plan" && this.resource?.actions.includes("create") === true;
    return isNew ? `the default of new buckets, so of ${this.resource?.address},` : undefined;
  }

  get isDeclaredPrivate(): boolean {
    return this.declared?.private === true;
  }

  /** Region that it is in; undefined if it is neither created in the input nor declared. */
  get region(): Symbolic | undefined {
    return this.resource?.region ?? this.declared?.region;
  }

  /** The resource of a type that configures this bucket and still exists after the plan. */
  about(type: string): Resource | undefined {
    return settingsOfBucket(this.model, this.text, type);
  }

  private block(resource: Resource | undefined, name: string): DocumentCursor | undefined {
    return resource && argument(this.model, resource, name).firstBlock();
  }

  private notHere(what: string): Leaf<never> {
    return unknownLeaf(
      `the ${what} of the bucket ${this.text ?? ""} is not in the input`.replace("  ", " "),
      "declare the bucket under known.buckets in the settings, or lint it together with the object",
    );
  }
}

/** The kind of a KMS key, in words. */
export function keyWords(key: Leaf<string>): Leaf<ObjectEncryption> {
  if ("reference" in key) return known("a customer managed key");
  if (!("known" in key)) return key;
  return known(key.known === null || /(^|:)alias\/aws\//.test(key.known) ? "the key aws/s3" : "a customer managed key");
}

function isEnabled(status: Leaf<string>): Leaf<boolean> {
  if ("known" in status) return known(status.known === "Enabled");
  return "unknown" in status ? status : unknownLeaf("the status of versioning is not known", LINT_LATER_PLAN);
}

function isOpen(statement: { readonly [name: string]: Symbolic }): boolean {
  const { Effect: effect, Principal: principal, Action: action, Condition: condition } = statement;
  const everybody = listOf(isRecord(principal) ? principal.AWS : principal).includes("*");
  const reads = listOf(action).some(
    (each) => typeof each === "string" && /^(\*|s3:(\*|Get\*|GetObject\*?))$/i.test(each),
  );
  return effect === "Allow" && everybody && reads && (condition === undefined || condition === null);
}

function listOf(value: Symbolic | undefined): readonly Symbolic[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value instanceof Unknown ? [] : [value];
}
