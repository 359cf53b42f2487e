import type { Symbolic } from "../values/symbolic";
import { isKept } from "./lifecycle";
import type { Resource } from "./model";
import { managed, ofType } from "./of-type";
import type { ProviderView } from "./provider-view";

/** What this module needs of a model. */
interface AccountsOf {
  readonly resources: readonly (Resource & {
    readonly provider: ProviderView;
    attribute(name: string): Symbolic | undefined;
  })[];
  provider(name: string): ProviderView;
}

type Asked = AccountsOf["resources"][number];

/** Number of resources whose ARNs are searched for the account: an existing resource has one, and in a first plan none has. */
const MOST_ASKED = 100;

/** Types that a provider creates only in its own account, with the account in the ARN. */
const ACCOUNT_BOUND = ["aws_kms_key", "aws_kms_alias", "aws_iam_role", "aws_emr_cluster"];

/** Roles of a cluster, which EMR accepts from the cluster's own account alone. */
const ROLES = ["service_role", "autoscaling_role"];

/**
 * The account that the provider `aws` works in: that of the caller identity or of an existing resource, the only account that the
 * provider allows, or the one that all roles of its clusters are in.
 */
export function findAccount(model: AccountsOf): string | undefined {
  const callers = ofType(model, "aws_caller_identity").map((caller) => caller.attribute("account_id"));
  const bound = ofDefaultProvider(managed(model, ...ACCOUNT_BOUND).slice(0, MOST_ASKED));
  const existing = bound.map((resource) => accountIn(resource.attribute("arn")));
  return [...callers, ...existing, model.provider("aws").account].find(isAccount) ?? accountOfClusters(model);
}

function accountOfClusters(model: AccountsOf): string | undefined {
  const clusters = ofDefaultProvider(managed(model, "aws_emr_cluster").slice(0, MOST_ASKED)).filter(isKept);
  const accounts = new Set(clusters.flatMap(rolesOf).map(accountIn).filter(isAccount));
  const [only, ...others] = accounts;
  return others.length === 0 ? only : undefined;
}

function rolesOf(cluster: Asked): readonly (Symbolic | undefined)[] {
  const attributes = cluster.attribute("ec2_attributes");
  const [first] = Array.isArray(attributes) ? attributes : [attributes];
  const profile = typeof first === "object" && first !== null && "instance_profile" in first && first.instance_profile;
  return [...ROLES.map((name) => cluster.attribute(name)), profile || undefined];
}

function ofDefaultProvider<R extends Asked>(resources: readonly R[]): readonly R[] {
  return resources.filter(({ provider }) => provider.name === "aws");
}

function accountIn(arn: Symbolic | undefined): string | undefined {
  return typeof arn === "string" ? arn.split(":")[4] : undefined;
}

function isAccount(value: Symbolic | undefined): value is string {
  return typeof value === "string" && value !== "";
}
