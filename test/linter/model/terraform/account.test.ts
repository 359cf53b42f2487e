import { configuration } from "../../models";

const cluster = (account: string, more: object = {}) => ({
  name: "c",
  service_role: `arn:aws:iam::${account}:role/service`,
  ...more,
});

const accountOf = (clusters: object, more: object = {}) =>
  configuration({ ...more, resource: { aws_emr_cluster: clusters } }).account;

test("the account is that of the cluster's roles", () => {
  expect(accountOf({ a: cluster("111122223333"), b: cluster("111122223333") })).toBe("111122223333");
});

test("the account is that of an instance profile", () => {
  const ec2_attributes = { instance_profile: "arn:aws:iam::111122223333:instance-profile/nodes" };
  expect(accountOf({ a: { name: "c", service_role: "service", ec2_attributes } })).toBe("111122223333");
});

test("roles of two accounts leave it open", () => {
  expect(accountOf({ a: cluster("111122223333"), b: cluster("444455556666") })).toBeUndefined();
});

test("a cluster of another provider does not decide", () => {
  expect(accountOf({ a: cluster("111122223333", { provider: "aws.west" }) })).toBeUndefined();
});

test("the only account that the provider allows comes first", () => {
  const provider = { aws: { allowed_account_ids: ["777788889999"] } };
  expect(accountOf({ a: cluster("111122223333") }, { provider })).toBe("777788889999");
});
