import type {
  DescribeDhcpOptionsResult,
  DescribeRouteTablesResult,
  DescribeSubnetsResult,
  DescribeVpcEndpointsResult,
  DescribeVpcsResult,
  DhcpOptions,
  GetEbsEncryptionByDefaultResult,
  RouteTable,
  Subnet,
  Vpc,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import type { Operation } from "./actions";
import type { Calls } from "./calls";
import type { Resources } from "./resources";

/** Reads the subnets of clusters, their VPCs with DHCP options, routes and endpoints, and whether volumes are encrypted by default. */
export async function readNetwork(
  calls: Calls,
  region: string,
  subnetIds: ReadonlySet<string>,
  resources: Resources,
): Promise<void> {
  const ebs = await calls.ask<GetEbsEncryptionByDefaultResult>("ec2.GetEbsEncryptionByDefault", region);
  if ("value" in ebs) {
    const enabled = ebs.value.EbsEncryptionByDefault ?? false;
    resources.add("aws_ebs_encryption_by_default", region, { id: region, region, enabled });
  }
  if (subnetIds.size === 0) return;
  const subnets = await pages<DescribeSubnetsResult, Subnet>(
    calls,
    "ec2.DescribeSubnets",
    region,
    // Unlike a list of ids, a filter accepts subnets that were deleted together with their clusters.
    { Filters: [{ Name: "subnet-id", Values: [...subnetIds].sort() }] },
    ({ Subnets }) => Subnets,
  );
  for (const { SubnetId = "", VpcId = "" } of subnets) {
    resources.add("aws_subnet", SubnetId, { id: SubnetId, region, vpc_id: VpcId });
  }
  const vpcIds = [...new Set(subnets.flatMap(({ VpcId }) => VpcId ?? []))].sort();
  if (vpcIds.length === 0) return;
  const Filters = [{ Name: "vpc-id", Values: vpcIds }];
  const [vpcs, tables, endpoints] = await Promise.all([
    pages<DescribeVpcsResult, Vpc>(calls, "ec2.DescribeVpcs", region, { Filters }, ({ Vpcs }) => Vpcs),
    pages<DescribeRouteTablesResult, RouteTable>(
      calls,
      "ec2.DescribeRouteTables",
      region,
      { Filters },
      (page) => page.RouteTables,
    ),
    pages<DescribeVpcEndpointsResult, VpcEndpoint>(
      calls,
      "ec2.DescribeVpcEndpoints",
      region,
      { Filters },
      (page) => page.VpcEndpoints,
    ),
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
  await readDhcpOptions(calls, region, vpcs, resources);
}

function addRouteTables(tables: readonly RouteTable[], region: string, resources: Resources): void {
  for (const { RouteTableId = "", VpcId = "", Associations = [], Routes = [] } of tables) {
    const route = Routes.map((each) => ({
      cidr_block: each.DestinationCidrBlock ?? "",
      ipv6_cidr_block: each.DestinationIpv6CidrBlock ?? "",
      destination_prefix_list_id: each.DestinationPrefixListId ?? "",
      gateway_id: each.GatewayId === "local" ? "" : (each.GatewayId ?? ""),
      nat_gateway_id: each.NatGatewayId ?? "",
      transit_gateway_id: each.TransitGatewayId ?? "",
      vpc_peering_connection_id: each.VpcPeeringConnectionId ?? "",
      network_interface_id: each.NetworkInterfaceId ?? "",
      local: each.GatewayId === "local",
    }))
      .filter(({ local }) => !local)
      .map(({ local: _, ...kept }) => kept);
    resources.add("aws_route_table", RouteTableId, { id: RouteTableId, region, vpc_id: VpcId, route });
    for (const { RouteTableAssociationId = "", SubnetId } of Associations) {
      if (!SubnetId) continue;
      const values = { id: RouteTableAssociationId, region, subnet_id: SubnetId, route_table_id: RouteTableId };
      resources.add("aws_route_table_association", RouteTableAssociationId, values);
    }
  }
}

async function readDhcpOptions(
  calls: Calls,
  region: string,
  vpcs: readonly Vpc[],
  resources: Resources,
): Promise<void> {
  const ids = new Set(vpcs.flatMap(({ DhcpOptionsId }) => DhcpOptionsId ?? []));
  ids.delete("default");
  if (ids.size === 0) return;
  const input = { DhcpOptionsIds: [...ids].sort() };
  const found = await pages<DescribeDhcpOptionsResult, DhcpOptions>(
    calls,
    "ec2.DescribeDhcpOptions",
    region,
    input,
    (page) => page.DhcpOptions,
  );
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

async function pages<Page extends { readonly NextToken?: string }, Item>(
  calls: Calls,
  operation: Operation,
  region: string,
  input: object,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  return (await calls.list<Page, Item>(operation, region, input, items)).items;
}
