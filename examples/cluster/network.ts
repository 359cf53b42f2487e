import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";

/** EMR's managed policy for the service role lets it use only what carries this tag. */
const forEmr = { "for-use-with-amazon-emr-managed-policies": "true" };

/** A private subnet without a way to the internet: S3 and KMS are reached by endpoints, or nodes with encrypted disks never start. */
export class Network extends Construct {
  readonly subnet: Subnet;
  readonly securityGroups: {
    readonly primary: SecurityGroup;
    readonly core: SecurityGroup;
    readonly service: SecurityGroup;
  };

  constructor(scope: Construct, id: string, region: string) {
    super(scope, id);
    const vpc = new Vpc(this, "vpc", {
      cidrBlock: "10.20.0.0/16",
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: forEmr,
    });
    this.subnet = new Subnet(this, "subnet", { vpcId: vpc.id, cidrBlock: "10.20.1.0/24", tags: forEmr });
    const routes = new RouteTable(this, "routes", { vpcId: vpc.id });
    new RouteTableAssociation(this, "routes-of-subnet", { subnetId: this.subnet.id, routeTableId: routes.id });

    // EMR adds rules to these groups, so none of their rules stand inside them: Terraform would take EMR's away at the next apply.
    const group = (name: string, description: string, before?: SecurityGroup) =>
      new SecurityGroup(this, name, {
        vpcId: vpc.id,
        description,
        // EMR's rules let the groups name each other; a group that is named cannot be deleted, nor two of them at once.
        revokeRulesOnDelete: true,
        dependsOn: before === undefined ? undefined : [before],
        tags: forEmr,
      });
    const primary = group("primary-nodes", "Primary node; EMR adds its rules");
    const core = group("core-nodes", "Core and task nodes; EMR adds their rules", primary);
    const service = group("service-access", "EMR's service; EMR adds its rules", core);
    this.securityGroups = { primary, core, service };
    for (const [name, { id }] of Object.entries({ primary, core })) {
      new VpcSecurityGroupEgressRule(this, `${name}-out`, {
        securityGroupId: id,
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      });
    }

    new VpcEndpoint(this, "s3", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [routes.id],
    });
    const fromVpc = new SecurityGroup(this, "endpoints", {
      vpcId: vpc.id,
      description: "Endpoints of AWS services",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [vpc.cidrBlock] }],
    });
    new VpcEndpoint(this, "kms", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.kms`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [this.subnet.id],
      securityGroupIds: [fromVpc.id],
    });
  }
}
