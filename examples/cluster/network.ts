import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
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

    const group = (name: string, description: string) =>
      new SecurityGroup(this, name, {
        vpcId: vpc.id,
        description,
        revokeRulesOnDelete: true,
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        tags: forEmr,
      });
    this.securityGroups = {
      primary: group("primary-nodes", "Primary node; EMR adds its rules"),
      core: group("core-nodes", "Core and task nodes; EMR adds their rules"),
      service: group("service-access", "EMR's service; EMR adds its rules"),
    };

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
