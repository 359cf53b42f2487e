import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { type ITerraformDependable, Lazy, type TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import { type KeyPurpose, keyPolicy, keyPolicyLimit, principalProblem } from "../../formats/key-policy";
import type { KeyPolicyDocument, KeyPolicyStatement } from "../../formats/key-policy/statement";
import { type KeyUser, keyUserArn } from "../key-user";
import { resolved } from "../resolve";
import { accountRoot } from "../shared";
import { type IEncryptionKey, KeyBase } from "./key";
import { OutsideKey } from "./outside-key";

/** Arguments of {@link EncryptionKey}. */
export interface EncryptionKeyConfig {
  /**
   * Name of the key, with its prefix: `alias/emr-s3`.
   *
   * @default - none
   */
  readonly alias?: string;

  /**
   * What the key is for, shown in the KMS console.
   *
   * @default - "EMR encryption: " and the path of the construct
   */
  readonly description?: string;

  /**
   * Whether KMS makes new key material every {@link rotationPeriodDays} days. The ARN stays, and old data can still be read.
   *
   * @default true
   */
  readonly rotation?: boolean;

  /**
   * Days between two rotations, 90 to 2560.
   *
   * @default 365
   */
  readonly rotationPeriodDays?: number;

  /**
   * Days between a request to delete the key and its end, 7 to 30.
   *
   * @default 30
   */
  readonly deletionWindowDays?: number;

  /**
   * Whether the key may have replicas in other Regions. It cannot be changed later without replacing the key.
   *
   * @default false
   */
  readonly multiRegion?: boolean;

  /**
   * Who may change the key and its policy, but not use it.
   *
   * @default - whom the account's IAM policies allow it
   */
  readonly administrators?: readonly KeyUser[];

  /**
   * Whether the policy keeps the statement of the account's root. Without it, IAM policies say nothing about the key, and when the
   * last administrator is gone only AWS Support can mend it.
   *
   * @default "kept"
   */
  readonly accountRoot?: "kept" | "waived";

  /**
   * Further statements of the key policy, word for word.
   *
   * @default - none
   */
  readonly statements?: readonly KeyPolicyStatement[];

  /**
   * Tags of the key.
   *
   * @default - the provider's default tags
   */
  readonly tags?: { readonly [name: string]: string };

  /**
   * Provider of the key's Region and account.
   *
   * @default - the stack's provider
   */
  readonly provider?: TerraformProvider;
}

const rotationDays = { minimum: 90, maximum: 2560 };
const deletionDays = { minimum: 7, maximum: 30 };

/**
 * A customer managed KMS key with its policy as a resource of its own, so that roles which need the key, and keys whose policy names
 * the role, make no loop.
 *
 * @example
 * const key = new EncryptionKey(this, "s3-key", { alias: "alias/emr-s3" });
 * key.grantS3Data("EMR_EC2_DefaultRole", analysts);
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class EncryptionKey extends KeyBase {
  /** The key. */
  readonly resource: KmsKey;
  /** Its policy, written when the stack is synthesized, with every right granted until then. */
  readonly policy: KmsKeyPolicy;
  /** Its alias, where one was asked for. */
  readonly alias?: KmsAlias;

  private readonly config: EncryptionKeyConfig;
  private readonly users = new Map<KeyPurpose, string[]>();
  private readonly administrators: readonly string[];
  private readonly root: string | undefined;

  constructor(scope: Construct, id: string, config: EncryptionKeyConfig = {}) {
    super(scope, id);
    this.config = config;
    const { provider, rotation = true } = config;

    this.resource = new KmsKey(this, "resource", {
      description: config.description ?? `EMR encryption: ${this.node.path}`,
      enableKeyRotation: rotation,
      rotationPeriodInDays: rotation ? config.rotationPeriodDays : undefined,
      deletionWindowInDays: config.deletionWindowDays ?? deletionDays.maximum,
      multiRegion: config.multiRegion,
      tags: config.tags,
      provider,
    });

    this.administrators = (config.administrators ?? []).map((user) =>
      keyUserArn(this, user, "an administrator", provider),
    );
    this.root = config.accountRoot === "waived" ? undefined : accountRoot(this, provider);
    this.policy = new KmsKeyPolicy(this, "policy", {
      keyId: this.resource.id,
      policy: Lazy.stringValue({ produce: () => JSON.stringify(this.document()) }),
      provider,
    });

    if (config.alias !== undefined) {
      this.alias = new KmsAlias(this, "alias", { name: config.alias, targetKeyId: this.resource.id, provider });
    }
    this.node.addValidation({ validate: () => this.problems() });
  }

  /**
   * A key that this stack does not make, by its ARN. Its policy cannot be edited from here: what it lacks is printed.
   *
   * @throws Error for anything but the ARN of a key.
   */
  static fromArn(scope: Construct, id: string, arn: string): IEncryptionKey {
    return OutsideKey.fromArn(scope, id, arn);
  }

  get arn(): string {
    return this.resource.arn;
  }

  get dependables(): readonly ITerraformDependable[] {
    return [this.policy];
  }

  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): void {
    const arns = users.map((user) => keyUserArn(this, user, `a user for ${purpose}`, this.config.provider));
    this.users.set(purpose, [...(this.users.get(purpose) ?? []), ...arns]);
  }

  private document(): KeyPolicyDocument {
    // Sorted by what they resolve to: the numbers of tokens change whenever code elsewhere makes one more.
    return keyPolicy({
      root: this.root,
      administrators: resolved(this, this.administrators),
      users: resolved(this, Object.fromEntries(this.users)),
      statements: this.config.statements,
    });
  }

  private problems(): string[] {
    const {
      alias,
      rotation = true,
      rotationPeriodDays,
      deletionWindowDays,
      statements = [],
      accountRoot,
    } = this.config;
    const principals = [...this.users.values(), this.administrators].flat();
    const problems = principals.flatMap((principal) =>
      Token.isUnresolved(principal) ? [] : (principalProblem(principal) ?? []),
    );
    if (alias !== undefined && !Token.isUnresolved(alias) && !/^alias\/(?!aws\/)[\w/-]{1,250}$/.test(alias)) {
      problems.push(
        `alias is '${alias}'; write alias/ and a name of letters, digits, '/', '_' and '-', which does not begin with aws/`,
      );
    }
    if (!rotation && rotationPeriodDays !== undefined) {
      problems.push(`rotationPeriodDays is ${rotationPeriodDays} though rotation is false; leave one of them out`);
    }
    problems.push(...outside("rotationPeriodDays", rotationPeriodDays, rotationDays));
    problems.push(...outside("deletionWindowDays", deletionWindowDays, deletionDays));
    if (accountRoot === "waived" && this.administrators.length === 0) {
      problems.push(
        "accountRoot is 'waived' and there are no administrators; name at least one, or nobody can mend the policy",
      );
    }
    for (const statement of statements) {
      if ("NotPrincipal" in statement) {
        problems.push(
          "a statement uses NotPrincipal, which lets in whoever is not named; name principals in Principal",
        );
      }
    }
    const bytes = Buffer.byteLength(JSON.stringify(this.document()));
    if (bytes > keyPolicyLimit) {
      problems.push(
        `the key policy has ${bytes} bytes, KMS takes ${keyPolicyLimit}; grant to fewer roles, or to a role that they take`,
      );
    }
    return problems;
  }
}

function outside(
  argument: string,
  days: number | undefined,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
): string[] {
  if (days === undefined || Token.isUnresolved(days)) return [];
  if (Number.isInteger(days) && days >= minimum && days <= maximum) return [];
  return [`${argument} is ${days}, allowed is a whole number from ${minimum} to ${maximum}`];
}
