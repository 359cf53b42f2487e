import { parseArn, parseKeyName, parseObjectName, partitionOf, renderArn } from "../../formats/arn";

describe("parseArn", () => {
  test.each([
    "arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11",
    "arn:aws-cn:iam::111122223333:role/service-role/EMR_DefaultRole",
    "arn:aws-us-gov:s3:::bucket/certs/emr.zip",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ranger",
  ])("%s is written back unchanged", (text) => {
    const arn = parseArn(text);
    expect(arn && renderArn(arn)).toBe(text);
  });

  test.each(["", "alias/emr", "arn:aws:kms", "arn:aws:iam::12345:role/x", "arn:amazon:s3:::b/k"])(
    "%j is not an ARN",
    (text) => {
      expect(parseArn(text)).toBeUndefined();
    },
  );
});

test.each([
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-isob-east-1", "aws-iso-b"],
  ["us-iso-east-1", "aws-iso"],
  ["eusc-de-east-1", "aws-eusc"],
  ["us-east-1", "aws"],
])("%s belongs to %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test.each([
  ["arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11", "key ARN"],
  ["arn:aws:kms:us-east-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef", "key ARN"],
  ["arn:aws:kms:us-east-1:111122223333:alias/emr/s3", "alias ARN"],
  ["0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11", "key id"],
  ["mrk-0123456789abcdef0123456789abcdef", "key id"],
  ["alias/emr", "alias name"],
  ["arn:aws:iam::111122223333:role/emr", "other"],
  ["arn:aws:kms:::key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11", "other"],
  ["arn:aws:kms:us-east-1:111122223333:key/", "other"],
  ["emr", "other"],
])("%s names a key by: %s", (text, kind) => {
  expect(parseKeyName(text).kind).toBe(kind);
});

test.each([
  ["s3://store/certs/emr.zip", { bucket: "store", key: "certs/emr.zip" }],
  ["arn:aws-cn:s3:::store/emr.zip", { bucket: "store", key: "emr.zip" }],
  ["s3://store", undefined],
  ["s3://store/", undefined],
  ["s3a://store/emr.zip", undefined],
  ["https://store.s3.amazonaws.com/emr.zip", undefined],
])("%s names an object: %j", (text, expected) => {
  expect(parseObjectName(text)).toEqual(expected);
});
