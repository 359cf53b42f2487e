import { DAY } from "../formats/day";
import { ACTIONS, type AuditScope } from "./actions";
import { Calls, type Send, type Unseen } from "./calls";
import { readEmr } from "./emr";
import { AccountError } from "./errors";
import { readRoles } from "./iam";
import { readKeys } from "./kms";
import { readNetwork } from "./network";
import type { AccountResource, MissingObject } from "./resources";
import { type DownloadedBundle, readObjects } from "./s3";
import { Site } from "./site";

/** What to read, and where. */
export interface AuditOptions extends AuditScope {
  readonly regions: readonly string[];
  readonly at: Date;
  /** How far back clusters that have ended are read, in days. */
  readonly recentDays: number;
  /** Ends the audit; what was read so far is kept. */
  readonly signal?: AbortSignal;
  /** Is called with the number of resources found so far. */
  readonly onProgress?: (resources: number) => void;
}

/** What one Region of an account contains of EMR's encryption. */
export interface RegionAudit {
  readonly region: string;
  readonly resources: readonly AccountResource[];
  /** Listings that are not complete, and the kinds of rows that are missing for it. */
  readonly unlisted: readonly {
    readonly kinds: readonly string[];
    readonly reason: string;
    readonly resolveWith: string;
  }[];
  readonly missing: readonly MissingObject[];
  readonly bundles: readonly DownloadedBundle[];
}

/** An account as it was found. */
export interface Audit {
  readonly account: string;
  readonly partition: string;
  /** ARN of the caller. */
  readonly caller: string;
  readonly at: Date;
  readonly regions: readonly RegionAudit[];
  readonly unseen: readonly Unseen[];
  /** Whether every call was either answered or denied; if one failed, another run may see more. */
  readonly whole: boolean;
  readonly requests: { readonly [operation: string]: number };
}

/**
 * Reads an account. Calls that are refused or fail leave gaps with their reason; the rest is read all the same.
 *
 * @throws AccountError if AWS accepts no call at all, or if an answer does not have the form of the AWS API
 */
export async function auditAccount(send: Send, options: AuditOptions): Promise<Audit> {
  try {
    return await readAccount(send, options);
  } catch (error) {
    // The SDK passes on members of another type, and values of any depth.
    if (error instanceof TypeError || error instanceof RangeError) {
      throw new AccountError("an answer does not have the form of the AWS API; check the endpoint (AWS_ENDPOINT_URL)");
    }
    throw error;
  }
}

async function readAccount(send: Send, options: AuditOptions): Promise<Audit> {
  const calls = new Calls(send, options.signal);
  const { Account: account, Arn = "", home } = await callerOf(calls, options.regions);
  const regions: RegionAudit[] = [];
  let before = 0;
  for (const region of options.regions) {
    const site = new Site(calls, account, region);
    site.resources.addData("aws_caller_identity", "current", { account_id: account, arn: Arn, id: account });
    const audit = await auditRegion(site, { calls, home, before }, options);
    before += audit.resources.length;
    regions.push(audit);
  }
  return {
    account,
    partition: Arn.split(":")[1] || "aws",
    caller: Arn,
    at: options.at,
    regions,
    unseen: calls.unseen,
    whole: calls.unseen.every(({ denied }) => denied),
    requests: calls.requests,
  };
}

/** Who makes the calls; the first Region may be one that is not enabled, where nothing is accepted. */
async function callerOf(calls: Calls, regions: readonly string[]) {
  let failure: AccountError | undefined;
  for (const region of regions) {
    try {
      const identity = await calls.ask("sts.GetCallerIdentity", region);
      const caller = "value" in identity ? identity.value : undefined;
      if (caller?.Account) return { ...caller, Account: caller.Account, home: region };
      const why = "unseen" in identity ? identity.unseen.reason : "the answer has no account";
      failure ??= new AccountError(`the account cannot be identified: ${why}`);
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      failure ??= error;
    }
  }
  throw failure ?? new AccountError("no Region is set; give --region, or set AWS_REGION");
}

async function auditRegion(
  site: Site,
  { calls, home, before }: { readonly calls: Calls; readonly home: string; readonly before: number },
  options: AuditOptions,
): Promise<RegionAudit> {
  const { region, resources } = site;
  const seenBefore = new Set(calls.unseen);
  const progress = () => options.onProgress?.(before + resources.all.length);
  await readEmr(site, new Date(options.at.getTime() - options.recentDays * DAY));
  progress();
  const [bundles] = await Promise.all([
    readObjects(site, options.bundles === true),
    // IAM is the same from every Region.
    readRoles(site.at(home)),
    options.network ? readNetwork(site) : undefined,
  ]);
  progress();
  await readKeys(site, options.allKeys === true);
  progress();
  return {
    region,
    resources: resources.all,
    unlisted: unlisted(calls.unseen.filter((each) => !seenBefore.has(each) || each.action.startsWith("iam:"))),
    missing: [...resources.missing.values()],
    bundles,
  };
}

/** If a listing is missing, or a resource could not be described, no rule over such rows is evaluated. */
function unlisted(unseen: readonly Unseen[]): RegionAudit["unlisted"] {
  const rows = Object.values(ACTIONS);
  return unseen.flatMap(({ action, reason, resolveWith }) => {
    const kinds = new Set(rows.filter((row) => row.action === action).flatMap(({ lists = [] }) => lists));
    return kinds.size === 0 ? [] : [{ kinds: [...kinds].sort(), reason, resolveWith }];
  });
}
