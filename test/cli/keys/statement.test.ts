import { folderOf } from "../../linter/models";
import { run } from "../certs/run";

const role = "arn:aws:iam::111122223333:role/emr-nodes";
const statement = (args: readonly string[], cwd = "/") => run(["keys", "statement", ...args], cwd);

test("prints the statements of a purpose as a JSON list", async () => {
  const { code, out } = await statement(["--role", role, "--purpose", "local-disk"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    { Sid: "EmrLocalDisk", Effect: "Allow", Principal: { AWS: [role] }, Resource: "*" },
  ]);
});

test("merges into a policy, and merging twice changes nothing", async () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:List*", Resource: "*" }],
  };
  const cwd = folderOf({ "policy.json": JSON.stringify(policy) });
  const merge = ["--role", role, "--purpose", "s3", "--purpose", "ebs", "--merge"];
  const once = await statement([...merge, "policy.json"], cwd);
  expect(JSON.parse(once.out).Statement).toHaveLength(3);
  const twice = await statement([...merge, "once.json"], folderOf({ "once.json": once.out }));
  expect(twice.out).toBe(once.out);
});

const long = {
  Statement: Array.from({ length: 500 }, (_, at) => ({
    Sid: `S${at}`,
    Effect: "Allow",
    Principal: "*",
    Action: "kms:*",
    Resource: "*",
  })),
};
const cwd = folderOf({
  "list.json": "[]",
  "text.json": "no",
  "odd.json": '{"Statement":["x"]}',
  "long.json": JSON.stringify(long),
});

test.each([
  [["--role", role], "required option '--purpose <purpose>' not specified"],
  [["--role", role, "--purpose", "x"], "--purpose is 'x'; give one of s3, local-disk, ebs, logs, wal, bundle"],
  [["--role", "emr-nodes", "--purpose", "s3"], "--role: 'emr-nodes' is not the ARN of a role"],
  [["--role", "111122223333", "--purpose", "s3"], "--role is '111122223333', which is not a role"],
  [["--role", role, "--purpose", "s3", "--merge", "none.json"], "--merge none.json: cannot be read"],
  [["--role", role, "--purpose", "s3", "--merge", "text.json"], "--merge text.json is not JSON"],
  [["--role", role, "--purpose", "s3", "--merge", "list.json"], "--merge list.json is not a key policy"],
  [["--role", role, "--purpose", "s3", "--merge", "odd.json"], "--merge odd.json is not a key policy"],
  [["--role", role, "--purpose", "s3", "--merge", "long.json"], "but a key policy can have at most 32768"],
])("%j ends with exit code 2 and one sentence", async (args, sentence) => {
  const { code, out, err } = await statement(args, cwd);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(sentence);
  expect(err.trim().split("\n")).toHaveLength(1);
});
