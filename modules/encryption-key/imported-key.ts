import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Annotations, Fn, type ITerraformDependable, Lazy, TerraformOutput, Token } from "cdktf";
import type { Construct } from "constructs";
import { parseArn, parseKeyName } from "../../formats/arn";
import { type KeyPurpose, keyPolicy, keyPurposes } from "../../formats/key-policy";
import { type Arguments, checkArguments, flag, oneOf, text } from "../arguments";
import { jsonOutput, jsonText } from "../json-text";
import { type KeyUser, keyUserArn, literalUserArn, userRoleName } from "../key-user";
import { type Placement, placementArguments } from "../placement";
import { resolved, synthesized } from "../resolve";
import { KeyGrant } from "./grant";
import { checkGrant, KeyBase } from "./key";
import { grantByKms } from "./kms-grants";

/** How permissions are given on a key that is not managed in this stack. */
export interface ImportedKeyConfig extends Placement {
  /**
   * Whether permissions are given by grants of KMS (`aws_kms_grant`), which requires the permission to create them on that key.
   *
   * @default false - the statements that the key policy needs are printed, for the owner of the key to add
   */
  readonly useGrants?: boolean;

  /**
   * Id of the account that the users are in. With it, the statements for the owner of the key name roles by their ARNs before anything is
   * deployed.
   *
   * @default - the ARNs are known after the deployment, in the output `statements`
   */
  readonly account?: string;

  /**
   * How the missing permissions get into the users' own IAM policies. For a key of another account, the key policy alone is not enough: IAM
   * must allow the use as well. `"print"` prints the statement; `"attach"` adds an inline policy to each role that is given by its name or
   * as an `aws_iam_role`.
   *
   * @default "print"
   */
  readonly iamPolicies?: "print" | "attach";
}

const importedArguments: Arguments<ImportedKeyConfig> = {
  ...placementArguments,
  useGrants: flag,
  account: text,
  iamPolicies: oneOf("print", "attach"),
};

/** A key of another stack or account. */
export class ImportedKey extends KeyBase {
  readonly arn: string;

  private readonly config: ImportedKeyConfig;
  private readonly resources: ITerraformDependable[] = [];
  private readonly users = new Map<KeyPurpose, string[]>();

  constructor(scope: Construct, id: string, arn: (self: Construct) => string, config: ImportedKeyConfig) {
    super(scope, id);
    checkArguments(this.node.path, config, importedArguments);
    if (config.account !== undefined && !/^\d{12}$/.test(config.account)) {
      throw new Error(`${this.node.path}: account is '${config.account}'; write the 12 digits of the account id`);
    }
    this.arn = arn(this);
    this.config = config;
  }

  get keyId(): string {
    if (!Token.isUnresolved(this.arn)) return this.arn.split("/").at(-1) ?? this.arn;
    return Fn.element(Fn.split("/", this.arn), 1);
  }

  get dependables(): ITerraformDependable[] {
    return [...this.resources];
  }

  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): KeyGrant {
    checkGrant(this, purpose, users);
    const { provider, useGrants, account } = this.config;
    const arns = users.map((user) => keyUserArn(this, user, `a user for ${purpose}`, provider));
    if (useGrants) {
      const grants = grantByKms(this, purpose, arns, this.config);
      this.resources.push(...grants.filter((grant) => !this.resources.includes(grant)));
      return new KeyGrant(purpose, arns, "KMS grants", [...grants]);
    }
    if (this.users.size === 0) this.printStatements();
    this.users.set(purpose, [...(this.users.get(purpose) ?? []), ...arns]);
    const literal = users.map((user, index) => literalUserArn(this, user, account) ?? arns[index] ?? "");
    const { statements } = new KeyGrant(purpose, literal, "owner", []);
    const key = resolved(this, this.arn);
    Annotations.of(this).addInfo(
      `key ${key} is not managed in this stack; ask its owner to add to the key policy: ${JSON.stringify(resolved(this, statements))}`,
    );
    if (this.isOfAnotherAccount(literal)) this.completeIam(purpose, users, literal);
    return new KeyGrant(purpose, arns, "owner", [...this.resources]);
  }

  /** Whether IAM policies must allow the use as well. Within the key's account the key policy is enough. */
  private isOfAnotherAccount(users: readonly string[]): boolean {
    const name = Token.isUnresolved(this.arn) ? undefined : parseKeyName(this.arn);
    const { account, iamPolicies } = this.config;
    const accounts = [account, ...users.map((user) => parseArn(user)?.account)].filter((id) => id !== undefined);
    if (name?.kind !== "key ARN" || accounts.length === 0) return iamPolicies === "attach";
    return accounts.some((id) => id !== name.arn.account);
  }

  private completeIam(purpose: KeyPurpose, users: readonly KeyUser[], arns: readonly string[]): void {
    const actions = keyPurposes[purpose].statements.flatMap((statement) => statement.actions);
    const statement = { Effect: "Allow", Action: actions, Resource: this.arn };
    const left: string[] = [];
    for (const [index, user] of users.entries()) {
      const role = this.config.iamPolicies === "attach" ? userRoleName(this, user) : undefined;
      if (role === undefined) left.push(arns[index] ?? "");
      else this.attach(purpose, role, statement);
    }
    if (left.length === 0) return;
    Annotations.of(this).addInfo(
      `key ${resolved(this, this.arn)} is in another account; the IAM policies of ${resolved(this, left).join(" and ")} must allow it as well: ${JSON.stringify(resolved(this, statement))}`,
    );
  }

  private attach(purpose: KeyPurpose, role: string, statement: object): void {
    const id = `${purpose}-iam-${resolved(this, role).replace(/[^\w-]+/g, "-")}`;
    if (this.node.tryFindChild(id)) return;
    const policy = jsonText({ Version: "2012-10-17", Statement: [statement] });
    const { provider } = this.config;
    this.resources.push(new IamRolePolicy(this, id, { role, policy, provider }));
  }

  /** After the deployment the statements contain the real ARNs. */
  private printStatements(): void {
    new TerraformOutput(this, "statements", {
      description: `Statements that the key policy needs; the key is not managed in this stack (${this.node.path})`,
      value: Lazy.stringValue({
        produce: () => jsonOutput(keyPolicy({ users: synthesized(this, Object.fromEntries(this.users)) }).Statement),
      }),
    });
  }
}
