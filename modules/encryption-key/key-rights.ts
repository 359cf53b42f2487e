import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { type ITerraformDependable, Lazy, Token } from "cdktf";
import {
  type KeyPolicyDocument,
  type KeyPolicyStatement,
  type KeyPurpose,
  keyPolicy,
  keyPolicyLimit,
  principalProblem,
} from "../../formats/key-policy";
import { type Arguments, group, list, oneOf, text } from "../arguments";
import { type KeyUser, keyUserArn } from "../key-user";
import { type Placement, partition, placed, placementArguments } from "../placement";
import { resolved } from "../resolve";
import { accountRoot } from "../shared";
import { checkPurpose, type KeyBase } from "./key";
import { grantByKms } from "./kms-grants";

/** Arguments of the keys whose policy stands in this stack. */
export interface OwnKeyConfig extends Placement {
  /**
   * What the key is for, shown in the KMS console.
   *
   * @default - "EMR encryption: " and the path of the construct
   */
  readonly description?: string;

  /**
   * Days between a request to delete the key and its end, 7 to 30.
   *
   * @default 30
   */
  readonly deletionWindowDays?: number;

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
   * Whether rights are given by grants of KMS (`aws_kms_grant`) and not by the key policy. A role that is made again under its old
   * name then gets its rights again, and the policy stays short; but no policy document shows them.
   *
   * @default false
   */
  readonly useGrants?: boolean;

  /**
   * Name of the key, with its prefix: `alias/emr-s3`.
   *
   * @default - none
   */
  readonly alias?: string;

  /**
   * Tags of the key.
   *
   * @default - the provider's default tags
   */
  readonly tags?: { readonly [name: string]: string };
}

/** The arguments of every key whose policy stands in this stack. */
export const ownKeyArguments: Arguments<OwnKeyConfig> = {
  ...placementArguments,
  description: text,
  deletionWindowDays: "any",
  administrators: list,
  accountRoot: oneOf("kept", "waived"),
  statements: list,
  useGrants: "any",
  alias: text,
  tags: group,
};

/** Days that KMS takes between a request to delete a key and its end. */
export const deletionDays = { minimum: 7, maximum: 30 };

/** The rights on a key of this stack: its policy, a resource of its own, and grants. */
export class KeyRights {
  readonly policy: KmsKeyPolicy;

  private readonly users = new Map<KeyPurpose, string[]>();
  private readonly grants: ITerraformDependable[] = [];
  private readonly administrators: readonly string[];
  private readonly root: string | undefined;

  constructor(
    private readonly key: KeyBase,
    keyId: string,
    private readonly config: OwnKeyConfig,
  ) {
    const { provider, administrators = [] } = config;
    this.administrators = administrators.map((user) => keyUserArn(key, user, "an administrator", provider));
    this.root = config.accountRoot === "waived" ? undefined : accountRoot(key, provider);
    const policy = Lazy.stringValue({ produce: () => JSON.stringify(this.document()) });
    this.policy = placed(new KmsKeyPolicy(key, "policy", { keyId, policy, provider }), config);
    key.node.addValidation({ validate: () => this.problems() });
  }

  get dependables(): readonly ITerraformDependable[] {
    return [this.policy, ...this.grants];
  }

  grant(purpose: KeyPurpose, users: readonly KeyUser[]): void {
    checkPurpose(this.key, purpose);
    const { provider, useGrants } = this.config;
    const arns = users.map((user) => keyUserArn(this.key, user, `a user for ${purpose}`, provider));
    if (useGrants) this.grants.push(...grantByKms(this.key, purpose, arns, this.config));
    else this.users.set(purpose, [...(this.users.get(purpose) ?? []), ...arns]);
  }

  private document(): KeyPolicyDocument {
    // Sorted by what they resolve to: the numbers of tokens change whenever code elsewhere makes one more.
    return keyPolicy({
      root: this.root,
      administrators: resolved(this.key, this.administrators),
      users: resolved(this.key, Object.fromEntries(this.users)),
      statements: this.config.statements,
    });
  }

  private problems(): string[] {
    const { alias, deletionWindowDays, statements = [], accountRoot } = this.config;
    const home = partition(this.key, this.config);
    const problems = [...this.users.values(), this.administrators]
      .flat()
      .flatMap((principal) => (Token.isUnresolved(principal) ? [] : (principalProblem(principal, home) ?? [])));
    if (alias !== undefined && !Token.isUnresolved(alias) && !/^alias\/(?!aws\/)[\w/-]{1,250}$/.test(alias)) {
      problems.push(
        `alias is '${alias}'; write alias/ and a name of letters, digits, '/', '_' and '-', which does not begin with aws/`,
      );
    }
    problems.push(...outside("deletionWindowDays", deletionWindowDays, deletionDays));
    if (accountRoot === "waived" && this.administrators.length === 0) {
      problems.push(
        "accountRoot is 'waived' and there are no administrators; name at least one, or nobody can mend the policy",
      );
    }
    if (statements.some((statement) => "NotPrincipal" in statement)) {
      problems.push("a statement uses NotPrincipal, which lets in whoever is not named; name principals in Principal");
    }
    const bytes = Buffer.byteLength(JSON.stringify(this.document()));
    if (bytes > keyPolicyLimit) {
      problems.push(
        `the key policy has ${bytes} bytes, KMS takes ${keyPolicyLimit}; grant to fewer roles, or set useGrants`,
      );
    }
    return [...new Set(problems)];
  }
}

/** Says that a number of days is not in its range; nothing where it is, or where it is not known. */
export function outside(
  argument: string,
  days: number | undefined,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
): readonly string[] {
  if (days === undefined || Token.isUnresolved(days)) return [];
  if (Number.isInteger(days) && days >= minimum && days <= maximum) return [];
  return [`${argument} is ${JSON.stringify(days)}, allowed is a whole number from ${minimum} to ${maximum}`];
}
