import { vpcDomain } from "../../formats/vpc-domain";

test("only us-east-1 has ec2.internal; the domain of every other Region contains its name", () => {
  expect(["us-east-1", "us-west-2", "us-gov-west-1", "cn-north-1"].map(vpcDomain)).toEqual([
    "ec2.internal",
    "us-west-2.compute.internal",
    "us-gov-west-1.compute.internal",
    "cn-north-1.compute.internal",
  ]);
});
