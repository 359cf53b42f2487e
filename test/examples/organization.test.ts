import { App } from "cdktf";
import { OrganizationStack } from "../../examples/organization/stack";
import { auditCommand } from "../../examples/organization/state-machine";
import { run } from "../cli/certs/run";
import { outdir, resources, validations } from "../modules/stacks";

const stack = () =>
  new OrganizationStack(new App({ outdir }), "s", {
    region: "us-east-1",
    image: "image",
    subnets: ["subnet-1"],
    securityGroups: ["sg-1"],
    auditRole: "emr-encryption-audit",
  });

test("a container for each target, in an encrypted bucket that is not public", () => {
  const made = stack();
  expect(validations(made)).toEqual([]);
  expect(resources(made, "aws_s3_bucket_public_access_block")).toHaveLength(1);
  const [machine] = resources(made, "aws_sfn_state_machine");
  expect(String(machine?.definition)).toContain("DISTRIBUTED");
  expect(String(machine?.definition)).toContain("ecs:runTask.sync");
  for (const policy of resources(made, "aws_iam_role_policy")) {
    expect(String(policy.policy)).not.toMatch(/"Action" *= *"\*"|s3:\*|kms:\*/);
  }
});

test("the command of the container has options that audit has", async () => {
  const { out } = await run(["audit", "--help"], __dirname);
  const command = auditCommand.join(" ");
  for (const [option] of command.matchAll(/(?<=audit .*)(?<!\S)--(?!only-show)[a-z-]+/g)) expect(out).toContain(option);
});
