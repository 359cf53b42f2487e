import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const SOURCES = `variable "profile" {
  default = true
}
resource "aws_iam_role" "nodes" {
  name               = "nodes"
  assume_role_policy = ${JSON.stringify(TRUST)}
}
resource "aws_iam_instance_profile" "nodes" {
  name = "nodes"
  role = aws_iam_role.nodes.name
}
resource "aws_emr_cluster" "this" {
  name          = "etl"
  release_label = "emr-7.5.0"
  dynamic "ec2_attributes" {
    for_each = var.profile ? [1] : []
    content {
      instance_profile = aws_iam_instance_profile.nodes.ATTRIBUTE
    }
  }
}
`;

/** A plan as Terraform makes it of these sources: it lists no block that `dynamic` makes. */
function planOf(attribute: "name" | "arn"): string {
  const resource = (type: string, name: string, expressions: object, after: object, unknown: object) => ({
    block: { mode: "managed", type, name, address: `${type}.${name}`, expressions },
    change: {
      mode: "managed",
      type,
      name,
      address: `${type}.${name}`,
      change: { actions: ["create"], before: null, after, after_unknown: unknown },
    },
  });
  const known = attribute === "name";
  const resources = [
    resource(
      "aws_iam_role",
      "nodes",
      { name: { constant_value: "nodes" }, assume_role_policy: { constant_value: TRUST } },
      { name: "nodes", assume_role_policy: TRUST },
      { arn: true },
    ),
    resource(
      "aws_iam_instance_profile",
      "nodes",
      { name: { constant_value: "nodes" }, role: { references: ["aws_iam_role.nodes.name", "aws_iam_role.nodes"] } },
      { name: "nodes", role: "nodes" },
      { arn: true },
    ),
    resource(
      "aws_emr_cluster",
      "this",
      { name: { constant_value: "etl" }, release_label: { constant_value: "emr-7.5.0" } },
      { name: "etl", release_label: "emr-7.5.0", ec2_attributes: [known ? { instance_profile: "nodes" } : {}] },
      { id: true, ec2_attributes: [known ? {} : { instance_profile: true }] },
    ),
  ];
  return JSON.stringify({
    format_version: "1.2",
    variables: { profile: { value: true } },
    resource_changes: resources.map(({ change }) => change),
    configuration: {
      root_module: { resources: resources.map(({ block }) => block), variables: { profile: { default: true } } },
    },
  });
}

function check(attribute: "name" | "arn", withSources: boolean) {
  const sources = { "main.tf": SOURCES.replace("ATTRIBUTE", attribute) };
  const cwd = folderOf({ "plan.json": planOf(attribute), ...(withSources ? sources : {}) });
  const { findings, notEvaluated } = lint(["plan.json"], { cwd, now, rules: ["cluster.missing_dependency"] });
  return { found: findings.map(({ rule }) => rule), open: notEvaluated.map(({ resolveWith }) => resolveWith) };
}

test.each(["name", "arn"] as const)(
  "the sources show what the blocks that dynamic makes refer to (by %s), so the cluster waits for it",
  (attribute) => {
    expect(check(attribute, true)).toEqual({ found: [], open: [] });
  },
);

test("a plan without its sources leaves open what these blocks refer to", () => {
  expect(check("name", false)).toEqual({ found: [], open: ["give the folder of the sources with --root"] });
});
