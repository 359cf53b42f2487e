import type { RouteTable, Vpc } from "@aws-sdk/client-ec2";
import type { Resources } from "./resources";
import type { Site } from "./site";

/** Reads the subnets of clusters, their VPCs with DHCP options, routes and endpoints, and whether volumes are encrypted by default. */
export async function readNetwork(site: Site): Promise<void> {
  const { region, resources, named } = site;
  const ebs = await site.ask("ec2.GetEbsEncryptionByDefault");
  if ("value" in ebs) {
    const enabled = ebs.value.EbsEncryptionByDefault ?? false;
    resources.add("aws_ebs_encryption_by_default", region, { id: region, region, enabled });
  }
  if (named.subnets.size === 0) return;
  // Unlike a list of ids, a filter accepts subnets that were deleted together with their clusters.
  const wanted = { Filters: [{ Name: "subnet-id", Values: [...named.subnets].sort() }] };
  const { items: subnets } = await site.list("ec2.DescribeSubnets", wanted, ({ Subnets }) => Subnets);
  for (const { SubnetId = "", VpcId = "" } of subnets) {
    resources.add("aws_subnet", SubnetId, { id: SubnetId, region, vpc_id: VpcId });
  }
  const vpcIds = [...new Set(subnets.flatMap(({ VpcId }) => VpcId ?? []))].sort();
  if (vpcIds.length === 0) return;
  const inVpcs = { Filters: [{ Name: "vpc-id", Values: vpcIds }] };
  const [{ items: vpcs }, { items: tables }, { items: endpoints }] = await Promise.all([
    site.list("ec2.DescribeVpcs", inVpcs, ({ Vpcs }) => Vpcs),
    site.list("ec2.DescribeRouteTables", inVpcs, ({ RouteTables }) => RouteTables),
    site.list("ec2.DescribeVpcEndpoints", inVpcs, ({ VpcEndpoints }) => VpcEndpoints),
  ]);
  const mains = new Map(
    tables.flatMap(({ VpcId = "", RouteTableId = "", Associations = [] }) =>
      Associations.some(({ Main }) => Main) ? [[VpcId, RouteTableId]] : [],
    ),
  );
  for (const { VpcId = "" } of vpcs) {
    const main = mains.get(VpcId);
    resources.add("aws_vpc", VpcId, { id: VpcId, region, default_route_table_id: main, main_route_table_id: main });
  }
  addRouteTables(tables, region, resources);
  for (const { VpcEndpointId = "", VpcId = "", ServiceName = "", RouteTableIds = [] } of endpoints) {
    const values = {
      id: VpcEndpointId,
      region,
      vpc_id: VpcId,
      service_name: ServiceName,
      route_table_ids: RouteTableIds,
    };
    resources.add("aws_vpc_endpoint", VpcEndpointId, values);
  }
  await readDhcpOptions(site, vpcs);
}

function addRouteTables(tables: readonly RouteTable[], region: string, resources: Resources): void {
  for (const { RouteTableId = "", VpcId = "", Associations = [], Routes = [] } of tables) {
    const route = Routes.filter(({ GatewayId }) => GatewayId !== "local").map((each) => ({
      cidr_block: each.DestinationCidrBlock ?? "",
      ipv6_cidr_block: each.DestinationIpv6CidrBlock ?? "",
      destination_prefix_list_id: each.DestinationPrefixListId ?? "",
      gateway_id: each.GatewayId ?? "",
      nat_gateway_id: each.NatGatewayId ?? "",
      transit_gateway_id: each.TransitGatewayId ?? "",
      vpc_peering_connection_id: each.VpcPeeringConnectionId ?? "",
      network_interface_id: each.NetworkInterfaceId ?? "",
    }));
    resources.add("aws_route_table", RouteTableId, { id: RouteTableId, region, vpc_id: VpcId, route });
    for (const { RouteTableAssociationId = "", SubnetId } of Associations) {
      if (!SubnetId) continue;
      const values = { id: RouteTableAssociationId, region, subnet_id: SubnetId, route_table_id: RouteTableId };
      resources.add("aws_route_table_association", RouteTableAssociationId, values);
    }
  }
}

async function readDhcpOptions(site: Site, vpcs: readonly Vpc[]): Promise<void> {
  const { region, resources } = site;
  const ids = new Set(vpcs.flatMap(({ DhcpOptionsId }) => DhcpOptionsId ?? []));
  ids.delete("default");
  if (ids.size === 0) return;
  const input = { DhcpOptionsIds: [...ids].sort() };
  const { items: found } = await site.list("ec2.DescribeDhcpOptions", input, ({ DhcpOptions }) => DhcpOptions);
  for (const { DhcpOptionsId = "", DhcpConfigurations = [] } of found) {
    const domain = DhcpConfigurations.find(({ Key }) => Key === "domain-name")?.Values?.[0]?.Value;
    resources.add("aws_vpc_dhcp_options", DhcpOptionsId, { id: DhcpOptionsId, region, domain_name: domain ?? null });
  }
  for (const { VpcId = "", DhcpOptionsId = "" } of vpcs) {
    if (!ids.has(DhcpOptionsId)) continue;
    const values = { id: `${DhcpOptionsId}-${VpcId}`, region, vpc_id: VpcId, dhcp_options_id: DhcpOptionsId };
    resources.add("aws_vpc_dhcp_options_association", `${DhcpOptionsId}-${VpcId}`, values);
  }
}
