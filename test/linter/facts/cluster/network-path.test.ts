import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { ClusterStack } from "../../../../examples/cluster/stack";
import { lint } from "../../../../linter";
import { certificatesFolder, outdir } from "../../../modules/stacks";
import { folderOf } from "../../models";
import { cluster, stack } from "../emr";

const now = new Date("2026-11-23T12:00:00Z");
const rules = ["key.no_network_path"];

/** The subnets without a way to KMS that are found, and what is left open. */
function checked(cwd: string, input = "main.tf.json") {
  const { findings, notEvaluated } = lint([input], { cwd, now, rules });
  return [
    ...findings.map(({ params }) => String(params.subnetWithoutKms)),
    ...notEvaluated.map(({ reason }) => reason),
  ];
}

type Resources = { readonly [type: string]: object };

const vpc = "${aws_vpc.main.id}";
const subnet = "${aws_subnet.private.id}";
const table = "${aws_route_table.private.id}";
const nat = { cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" };
const natRoute = { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" };
const own = { aws_route_table_association: { private: { subnet_id: subnet, route_table_id: table } } };
const without = ["aws_subnet.private"];

/** A cluster in a subnet of a VPC with a route table that has no routes, and further resources. */
function network(resources: Resources = {}, attributes: object = { subnet_id: subnet }, rest: object = {}) {
  const { aws_emr_cluster: clusters, ...others } = cluster;
  const base = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { private: { vpc_id: vpc }, public: { vpc_id: vpc } },
    aws_route_table: { private: { vpc_id: vpc } },
  };
  const made = stack({
    resources: {
      ...others,
      aws_emr_cluster: {
        this: { ...clusters.this, ec2_attributes: { ...clusters.this.ec2_attributes, ...attributes } },
      },
      ...base,
      ...resources,
    },
  });
  return checked(folderOf({ "main.tf.json": JSON.stringify({ ...made, ...rest }) }));
}

const endpoint = (more: object) => ({
  aws_vpc_endpoint: { one: { vpc_id: vpc, private_dns_enabled: true, ...more } },
});

const kmsHere = { service_name: "com.amazonaws.us-east-1.kms" };

describe("network paths from a subnet to KMS", () => {
  test.each<[string, Resources]>([
    ["an endpoint of KMS", endpoint({ service_name: "com.amazonaws.us-east-1.kms" })],
    ["an endpoint in a Region left open", endpoint({ service_name: "com.amazonaws.${var.region}.kms" })],
    ["a NAT gateway in its own table", { ...own, aws_route_table: { private: { vpc_id: vpc, route: [nat] } } }],
    [
      "a route of IPv6 in its own table",
      { ...own, aws_route_table: { private: { vpc_id: vpc, route: { ipv6_cidr_block: "::/0" } } } },
    ],
    ["a separate route in its own table", { ...own, aws_route: { out: { route_table_id: table, ...natRoute } } }],
    [
      "a route in the table that is made the main one",
      {
        aws_main_route_table_association: { main: { vpc_id: vpc, route_table_id: table } },
        aws_route: { out: { route_table_id: table, ...natRoute } },
      },
    ],
    [
      "a route in the default table",
      {
        aws_default_route_table: {
          main: { default_route_table_id: "${aws_vpc.main.default_route_table_id}", route: [nat] },
        },
      },
    ],
    [
      "a route in the main table, by that name",
      { aws_route: { out: { route_table_id: "${aws_vpc.main.main_route_table_id}", ...natRoute } } },
    ],
    [
      "a route in the default table, by the resource that adopts it",
      {
        aws_default_route_table: { main: { default_route_table_id: "${aws_vpc.main.default_route_table_id}" } },
        aws_route: { out: { route_table_id: "${aws_default_route_table.main.id}", ...natRoute } },
      },
    ],
  ])("%s is a path", (_, resources) => {
    expect(network(resources)).toEqual([]);
  });

  test.each<[string, Resources]>([
    ["nothing", {}],
    ["a table without routes", own],
    ["an endpoint of KMS without private DNS", endpoint({ ...kmsHere, private_dns_enabled: false })],
    ["an endpoint of KMS in another Region", endpoint({ service_name: "com.amazonaws.eu-west-1.kms" })],
    ["an endpoint of S3", endpoint({ service_name: "com.amazonaws.us-east-1.s3" })],
    ["an endpoint whose name only begins so", endpoint({ service_name: "com.amazonaws.us-east-1.kms-like" })],
    [
      "an endpoint of another VPC",
      {
        aws_vpc: { main: {}, other: {} },
        ...endpoint({ vpc_id: "${aws_vpc.other.id}", service_name: "com.amazonaws.us-east-1.kms" }),
      },
    ],
    [
      "a route of another subnet",
      {
        ...own,
        aws_route_table: { private: { vpc_id: vpc }, public: { vpc_id: vpc, route: [nat] } },
        aws_route_table_association: {
          private: { subnet_id: subnet, route_table_id: table },
          public: { subnet_id: "${aws_subnet.public.id}", route_table_id: "${aws_route_table.public.id}" },
        },
      },
    ],
    [
      "a route in the main table, which its own one replaces",
      { ...own, aws_route: { out: { route_table_id: "${aws_vpc.main.default_route_table_id}", ...natRoute } } },
    ],
    [
      "a route inside of the VPC",
      {
        ...own,
        aws_route_table: { private: { vpc_id: vpc, route: [{ cidr_block: "10.0.0.0/16", gateway_id: "local" }] } },
      },
    ],
  ])("%s is not a path", (_, resources) => {
    expect(network(resources)).toEqual(without);
  });

  const elsewhere = "the subnet's routes are not in the input";
  const other = "a route of the subnet leads to another network, from which KMS may be reached";
  test.each<[string, Resources, string[]]>([
    [
      "a VPC made elsewhere",
      { aws_subnet: { private: { vpc_id: "vpc-1" } }, ...own },
      ["the subnet's VPC is not in the input"],
    ],
    [
      "a route table made elsewhere",
      { aws_route_table_association: { private: { subnet_id: subnet, route_table_id: "rtb-1" } } },
      [elsewhere],
    ],
    [
      "a route to another network",
      {
        ...own,
        aws_route: {
          hub: { route_table_id: table, destination_cidr_block: "10.0.0.0/8", transit_gateway_id: "tgw-1" },
        },
      },
      [other],
    ],
    [
      "routes that a VPN gateway propagates",
      {
        ...own,
        aws_vpn_gateway_route_propagation: { vpn: { route_table_id: table, vpn_gateway_id: "vgw-1" } },
      },
      ["the routes that a VPN gateway propagates are not in the input"],
    ],
    [
      "routes that a table says to take from a VPN gateway",
      { ...own, aws_route_table: { private: { vpc_id: vpc, propagating_vgws: ["vgw-1"] } } },
      ["the routes that a VPN gateway propagates are not in the input"],
    ],
    [
      "routes given from outside",
      { ...own, aws_route_table: { private: { vpc_id: vpc, route: "${var.routes}" } } },
      ["the routes of aws_route_table.private are not known"],
    ],
    [
      "an association with whatever is given",
      { aws_route_table_association: { any: { subnet_id: "${var.subnet}", route_table_id: table } } },
      ["subnet_id of aws_route_table_association.any is not known"],
    ],
    [
      "an endpoint of KMS with FIPS",
      endpoint({ service_name: "com.amazonaws.us-east-1.kms-fips" }),
      ["whether nodes use the FIPS endpoint of KMS is not known"],
    ],
    [
      "an endpoint that a hosted zone may lead to",
      { ...endpoint({ ...kmsHere, private_dns_enabled: false }), aws_route53_zone: { kms: { name: "amazonaws.com" } } },
      ["whether a hosted zone leads to the endpoint is not known"],
    ],
    [
      "an endpoint of a service that is given",
      endpoint({ service_name: "${var.service}" }),
      ["the service of an endpoint in the VPC is not known"],
    ],
    [
      "an endpoint in a VPC that is given",
      endpoint({ vpc_id: "${var.vpc}", service_name: "com.amazonaws.us-east-1.kms" }),
      ["vpc_id of aws_vpc_endpoint.one is not known"],
    ],
  ])("%s leaves the rule open", (_, resources, reasons) => {
    expect(network(resources)).toEqual(reasons);
  });

  test("a missing module may create a path", () => {
    const module = { endpoints: { source: "terraform-aws-modules/vpc/aws//modules/vpc-endpoints", vpc_id: vpc } };
    expect(network({}, undefined, { module })).toEqual([
      "a module that may contain routes or endpoints is not in the input",
    ]);
    expect(network(endpoint({ service_name: "com.amazonaws.us-east-1.kms" }), undefined, { module })).toEqual([]);
  });

  test("data sources show what is created elsewhere", () => {
    const data = {
      aws_vpc_endpoint_service: { kms: { service: "kms" }, s3: { service: "s3" } },
      aws_vpc: { same: { tags: { Name: "main" } } },
      aws_route_table: { found: { tags: { Name: "main" } } },
    };
    const service = (name: string) =>
      endpoint({ service_name: `\${data.aws_vpc_endpoint_service.${name}.service_name}` });
    expect(network(service("kms"), undefined, { data })).toEqual([]);
    expect(network(service("s3"), undefined, { data })).toEqual(without);
    const found = { aws_vpc_endpoint: { kms: { vpc_id: vpc, service_name: "com.amazonaws.us-east-1.kms" } } };
    expect(network({}, undefined, { data: found })).toEqual([]);
    const association = { private: { subnet_id: subnet, route_table_id: "${data.aws_route_table.found.id}" } };
    expect(network({ aws_route_table_association: association }, undefined, { data })).toEqual([elsewhere]);
    const same = { vpc_id: "${data.aws_vpc.same.id}", service_name: "com.amazonaws.us-east-1.kms" };
    expect(network(endpoint(same), undefined, { data })).toEqual(["vpc_id of aws_vpc_endpoint.one is not known"]);
  });

  test.each([
    ["a subnet made elsewhere is said once", { subnet_id: "subnet-1" }, [elsewhere]],
    ["a subnet that is given is open", { subnet_id: "${var.subnet}" }, ["the subnet of the cluster is not known"]],
    ["subnets that are given are open", { subnet_ids: "${var.subnets}" }, ["the subnet of the cluster is not known"]],
    ["no subnet is asked for nothing", {}, []],
    ["EMR may take any of several", { subnet_ids: ["subnet-1", subnet] }, without],
    ["several made elsewhere are said once", { subnet_ids: ["subnet-1", "subnet-2"] }, [elsewhere]],
  ])("%s", (_, attributes, told) => {
    expect(network({}, attributes)).toEqual(told);
  });

  test.each([
    ["no encryption at rest", { EnableAtRestEncryption: false }],
    [
      "local disks under a class of one's own",
      {
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: {
          LocalDiskEncryptionConfiguration: {
            EncryptionKeyProviderType: "Custom",
            S3Object: "s3://b/k.jar",
            EncryptionKeyProviderClass: "a.B",
          },
        },
      },
    ],
  ])("%s needs no path", (_, EncryptionConfiguration) => {
    const configuration = JSON.stringify({ EncryptionConfiguration });
    expect(network({ aws_emr_security_configuration: { this: { configuration } } })).toEqual([]);
  });
});

const certificates = certificatesFolder();

describe("stacks of one input", () => {
  const outputs = { vpc: { value: vpc }, subnet: { value: subnet }, table: { value: table } };
  const reader = "cross-stack-reference-input-network";
  const of = (output: string) => `\${data.terraform_remote_state.${reader}.outputs.${output}}`;
  const base = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { private: { vpc_id: vpc } },
    aws_route_table: { private: { vpc_id: vpc } },
  };
  const clusterIn = (subnet_id: string) => ({
    ...cluster,
    aws_emr_cluster: {
      this: {
        ...cluster.aws_emr_cluster.this,
        ec2_attributes: { ...cluster.aws_emr_cluster.this.ec2_attributes, subnet_id },
      },
    },
  });

  /** What is found of a stack with the network and one that reads its outputs. */
  function together(network: Resources, second: Resources) {
    const first = stack({ resources: { ...base, ...network } });
    const reading = {
      ...(second.aws_emr_cluster ? stack({ resources: second }) : { resource: second }),
      provider: { aws: [{ region: "us-east-1" }] },
      data: { terraform_remote_state: { [reader]: { backend: "local", config: { path: "network.tfstate" } } } },
    };
    const stacks = Object.fromEntries(
      ["network", "second"].map((name) => [name, { name, synthesizedStackPath: `stacks/${name}/cdk.tf.json` }]),
    );
    const cwd = folderOf({
      "cdktf.out/manifest.json": JSON.stringify({ version: "0.21.0", stacks }),
      "cdktf.out/stacks/network/cdk.tf.json": JSON.stringify({ ...first, output: outputs }),
      "cdktf.out/stacks/second/cdk.tf.json": JSON.stringify(reading),
    });
    return checked(cwd, "cdktf.out");
  }

  const here = { ...clusterIn(subnet), ...own };
  test.each<[string, Resources, Resources, readonly string[]]>([
    ["an endpoint with private DNS", here, endpoint({ ...kmsHere, vpc_id: of("vpc"), private_dns_enabled: true }), []],
    [
      "an endpoint without private DNS",
      here,
      endpoint({ ...kmsHere, vpc_id: of("vpc"), private_dns_enabled: false }),
      without,
    ],
    ["a route in the subnet's table", here, { aws_route: { nat: { route_table_id: of("table"), ...natRoute } } }, []],
    [
      "a route to nowhere else",
      here,
      {
        aws_route: {
          local: { route_table_id: of("table"), destination_cidr_block: "10.0.0.0/16", gateway_id: "local" },
        },
      },
      without,
    ],
    [
      "another table for the subnet",
      clusterIn(subnet),
      {
        aws_route_table: { out: { vpc_id: of("vpc"), route: nat } },
        aws_route_table_association: { out: { subnet_id: of("subnet"), route_table_id: "${aws_route_table.out.id}" } },
      },
      [],
    ],
    [
      "another main table for the VPC",
      clusterIn(subnet),
      {
        aws_route_table: { out: { vpc_id: of("vpc"), route: nat } },
        aws_main_route_table_association: { out: { vpc_id: of("vpc"), route_table_id: "${aws_route_table.out.id}" } },
      },
      [],
    ],
    ["a cluster in a subnet of the other stack", own, clusterIn(of("subnet")), without],
    [
      "a cluster in a subnet of the other stack, which has a route",
      { ...own, aws_route: { nat: { route_table_id: table, ...natRoute } } },
      clusterIn(of("subnet")),
      [],
    ],
  ])("%s", (_, network, second, expected) => {
    expect(together(network, second)).toEqual(expected);
  });
});

test("examples/cluster reaches KMS only through its endpoint", () => {
  const out = mkdtempSync(join(outdir, "network-"));
  const app = new App({ outdir: out });
  new ClusterStack(app, "s", { region: "us-east-1", environment: "development", certificates });
  app.synth();
  expect(checked(out, ".")).toEqual([]);
  const file = join(out, "stacks", "s", "cdk.tf.json");
  const synthesized = JSON.parse(readFileSync(file, "utf8"));
  const { aws_vpc_endpoint: endpoints } = synthesized.resource;
  const kms = Object.keys(endpoints).filter((name) => endpoints[name].service_name.endsWith(".kms"));
  expect(kms).toHaveLength(1);
  for (const name of kms) delete endpoints[name];
  writeFileSync(file, JSON.stringify(synthesized));
  expect(checked(out, ".")).toEqual([expect.stringMatching(/^aws_subnet\.network_subnet_/)]);
});
