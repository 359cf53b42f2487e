import { DescribeClusterCommand, EMRClient, ListClustersCommand, RunJobFlowCommand } from "@aws-sdk/client-emr";
import { type MotoDoor, openMotoDoor } from "../certificates/moto-door";

/** AWS on this machine; EMR returns what moto leaves out. */
export interface EmrStandIn extends MotoDoor {
  readonly emr: EMRClient;
  /** Starts a cluster of two nodes with a security configuration, as a scheduler does; its id. */
  startCluster(securityConfiguration: string): Promise<string>;
}

/**
 * Starts moto behind a door that answers as EMR does: security configurations are listed, one that an active cluster uses cannot be deleted, clusters of
 * instance groups have no fleets, one without a policy of automatic termination has an empty one, and the key of the log files is returned.
 */
export async function startEmr(region: string): Promise<EmrStandIn> {
  const door = await openMotoDoor();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const emr = new EMRClient({ region, endpoint: door.endpoint, credentials });
  door.answer("DeleteSecurityConfiguration", async (request) => {
    const { Name: name } = request as { readonly Name: string };
    if (!(await usedByActiveClusters(emr)).includes(name)) return undefined;
    const message = `Security configuration '${name}' cannot be deleted because it is in use by active clusters.`;
    return { code: "InvalidRequestException", message };
  });
  door.answer("ListSecurityConfigurations", () => {
    const names = (operation: string) =>
      (door.asked(operation) as readonly { readonly Name: string }[]).map(({ Name }) => Name);
    const deleted = new Set(names("DeleteSecurityConfiguration"));
    const left = names("CreateSecurityConfiguration").filter((name) => !deleted.has(name));
    return { result: { SecurityConfigurations: left.map((Name) => ({ Name })) } };
  });
  door.answer("ListInstanceFleets", () => ({
    code: "InvalidRequestException",
    message:
      "Instance fleets and instance groups are mutually exclusive. The EMR cluster specified in the request uses instance groups.",
  }));
  door.answer("GetAutoTerminationPolicy", () => ({ result: {} }));
  door.amend("DescribeCluster", (text) => {
    const answer = JSON.parse(text);
    const asked = door.asked("RunJobFlow") as readonly {
      readonly Name: string;
      readonly LogEncryptionKmsKeyId?: string;
    }[];
    const { LogEncryptionKmsKeyId } = asked.find(({ Name }) => Name === answer.Cluster?.Name) ?? {};
    return JSON.stringify({ Cluster: { ...answer.Cluster, LogEncryptionKmsKeyId } });
  });
  return {
    ...door,
    emr,
    startCluster: async (SecurityConfiguration) => {
      const Instances = { InstanceCount: 2, KeepJobFlowAliveWhenNoSteps: true };
      const cluster = { Name: "scheduled", ReleaseLabel: "emr-7.5.0", Instances, SecurityConfiguration };
      return (await emr.send(new RunJobFlowCommand(cluster))).JobFlowId ?? "";
    },
    stop: () => {
      emr.destroy();
      return door.stop();
    },
  };
}

async function usedByActiveClusters(emr: EMRClient): Promise<readonly (string | undefined)[]> {
  const active = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"] as const;
  const { Clusters = [] } = await emr.send(new ListClustersCommand({ ClusterStates: [...active] }));
  const described = Clusters.map(({ Id }) => emr.send(new DescribeClusterCommand({ ClusterId: Id })));
  return (await Promise.all(described)).map(({ Cluster }) => Cluster?.SecurityConfiguration);
}
