import { principalProblem } from "../../../formats/key-policy";

test.each([
  "111122223333",
  "arn:aws:iam::111122223333:root",
  "arn:aws:iam::111122223333:role/service-role/EMR_DefaultRole",
  "arn:aws:iam::111122223333:user/ana",
  "arn:aws:sts::111122223333:assumed-role/ops/session",
])("%s may be a principal", (principal) => {
  expect(principalProblem(principal, "aws")).toBeUndefined();
});

test.each([
  ["*", "'*' opens the key to every account of AWS; name the roles"],
  [
    "arn:aws:iam::111122223333:instance-profile/EMR_EC2_DefaultRole",
    "'arn:aws:iam::111122223333:instance-profile/EMR_EC2_DefaultRole' is an instance profile; give the ARN of the role in it",
  ],
  [
    "arn:aws:iam::111122223333:group/data",
    "'arn:aws:iam::111122223333:group/data' is a group, and groups cannot be principals; give roles",
  ],
  [
    "arn:aws-cn:iam::111122223333:role/emr",
    "'arn:aws-cn:iam::111122223333:role/emr' is in partition aws-cn, the key in aws; principals of another partition do not exist there",
  ],
  [
    "arn:aws:iam::111122223333:role/emr-*",
    "'arn:aws:iam::111122223333:role/emr-*' has a wildcard, which a principal cannot have; name each role",
  ],
  [
    "arn:aws:s3:::bucket",
    "'arn:aws:s3:::bucket' is not the ARN of a role, a user or an account; write arn:aws:iam::111122223333:role/name",
  ],
  [
    "arn:aws:iam::111122223333:policy/emr",
    "'arn:aws:iam::111122223333:policy/emr' is not a role, a user or an account; write arn:aws:iam::111122223333:role/name",
  ],
])("fails when %s is a principal", (principal, reason) => {
  expect(principalProblem(principal, "aws")).toBe(reason);
});
