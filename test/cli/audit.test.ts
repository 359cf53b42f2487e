import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./certs/run";

const folder = mkdtempSync(join(tmpdir(), "audit-"));
const audit = (...args: readonly string[]) => run(["audit", ...args], folder);

test("--policy prints the IAM policy, larger with each option", async () => {
  const { code, out } = await audit("--policy");
  expect(code).toBe(0);
  expect(JSON.parse(out).Statement[0].Action).toContain("kms:GetKeyPolicy");
  expect(out).not.toContain("ec2:DescribeVpcs");
  expect((await audit("--policy", "--network")).out).toContain("ec2:DescribeVpcs");
  expect((await audit("--policy", "--all-keys")).out).toContain("kms:ListKeys");
});

test.each([
  [["--region", "mars"], "--region is 'mars', which is not the name of a Region; write it like us-west-2"],
  [["--region", "us-west-2", "--recent-days", "x"], "--recent-days is 'x'; give a whole number of days from 0 to 365"],
])("%j is refused in one sentence", async (args, sentence) => {
  expect(await audit(...args)).toEqual({ code: 2, out: "", err: `emr-encryption: ${sentence}\n` });
});
