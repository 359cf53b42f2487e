import {
  DescribeClusterCommand,
  DescribeSecurityConfigurationCommand,
  type EMRClient,
  ListClustersCommand,
} from "@aws-sdk/client-emr";
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, ListGrantsCommand } from "@aws-sdk/client-kms";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DAY } from "../../formats/day";
import type { PlannedChange } from "./workshop";

/** What happened to a resource that a plan changes, by the answers of AWS: "created", "updated", "replaced", "destroyed", or "left". */
export class Happened {
  private readonly kms: KMSClient;
  private readonly s3: S3Client;

  constructor(
    private readonly emr: EMRClient,
    access: { readonly region: string; readonly endpoint: string },
  ) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.kms = new KMSClient({ ...access, credentials });
    this.s3 = new S3Client({ ...access, credentials, forcePathStyle: true });
  }

  destroy(): void {
    this.kms.destroy();
    this.s3.destroy();
  }

  async to({ type, change: { before, after } }: PlannedChange): Promise<string> {
    if (type === "aws_emr_security_configuration") {
      // Another document under the same name is another configuration.
      const found = before ? await this.document(text(before.name)) : undefined;
      const had = before ? found !== undefined && isSameJson(found, text(before.configuration)) : undefined;
      return changed(had, after ? await this.hasConfiguration(text(after.name)) : undefined);
    }
    if (type === "aws_s3_object") return this.object(before, after);
    if (type === "aws_kms_key_policy") return this.policy(before);
    if (type === "aws_kms_grant") return this.grant(after);
    if (type === "aws_emr_cluster") return this.cluster(before, after);
    return this.key(before, after);
  }

  async hasConfiguration(name: string): Promise<boolean> {
    return (await this.document(name)) !== undefined;
  }

  private document(Name: string): Promise<string | undefined> {
    return this.emr.send(new DescribeSecurityConfigurationCommand({ Name })).then(
      ({ SecurityConfiguration }) => SecurityConfiguration,
      () => undefined,
    );
  }

  private async object(before: Values, after: Values): Promise<string> {
    const version = async (values: Values) => {
      if (!values) return undefined;
      const input = { Bucket: text(values.bucket), Key: text(values.key) };
      return this.s3.send(new HeadObjectCommand(input)).then(
        ({ VersionId }) => VersionId,
        () => "",
      );
    };
    const [had, has] = [await version(before), await version(after)];
    if (before && after && before.key === after.key) return had === before.version_id ? "left" : "updated";
    return changed(had && had !== "", has && has !== "");
  }

  private async policy(before: Values): Promise<string> {
    const input = { KeyId: text(before?.key_id), PolicyName: "default" };
    const { Policy = "" } = await this.kms.send(new GetKeyPolicyCommand(input));
    return isSameJson(Policy, text(before?.policy)) ? "left" : "updated";
  }

  private async grant(after: Values): Promise<string> {
    const { Grants = [] } = await this.kms.send(new ListGrantsCommand({ KeyId: text(after?.key_id) }));
    return Grants.some(({ GranteePrincipal }) => GranteePrincipal === after?.grantee_principal) ? "created" : "left";
  }

  /** In whole days from now. */
  async daysUntilDeletion({ change: { before } }: PlannedChange): Promise<number> {
    const { KeyMetadata } = await this.kms.send(new DescribeKeyCommand({ KeyId: text(before?.key_id) }));
    return Math.round(((KeyMetadata?.DeletionDate?.getTime() ?? 0) - Date.now()) / DAY);
  }

  /** A cluster that has ended is still known by its id; the new one has the same name. */
  private async cluster(before: Values, after: Values): Promise<string> {
    const { Cluster } = await this.emr.send(new DescribeClusterCommand({ ClusterId: text(before?.id) }));
    if (!/^TERMINAT/.test(Cluster?.Status?.State ?? "")) return "left";
    const { Clusters = [] } = await this.emr.send(new ListClustersCommand({ ClusterStates: ["WAITING", "RUNNING"] }));
    const isAgain = Clusters.some(({ Name }) => Name === after?.name);
    return isAgain ? "replaced" : "destroyed";
  }

  private async key(before: Values, after: Values): Promise<string> {
    const { KeyMetadata } = await this.kms.send(new DescribeKeyCommand({ KeyId: text(before?.key_id ?? before?.id) }));
    if (KeyMetadata?.KeyState !== "PendingDeletion") return "left";
    return after ? "replaced" : "destroyed";
  }
}

type Values = PlannedChange["change"]["before"];

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isSameJson(one: string, other: string): boolean {
  return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
}

/** By what is there now of what was there, and of what is to be there. */
function changed(had: unknown, has: unknown): string {
  if (had === undefined) return has ? "created" : "left";
  if (had) return "left";
  return has ? "replaced" : "destroyed";
}
