import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";

/** The two roles of a cluster. Their permissions on keys are in the key policies, not here. */
export class Roles extends Construct {
  /** The nodes' role. */
  readonly instance: IamRole;
  readonly instanceProfile: IamInstanceProfile;
  /** EMR's own role. */
  readonly service: IamRole;

  constructor(scope: Construct, id: string, data: { readonly arn: string }) {
    super(scope, id);
    this.instance = new IamRole(this, "instance", { assumeRolePolicy: trust("ec2.amazonaws.com") });
    this.instanceProfile = new IamInstanceProfile(this, "instance-profile", { role: this.instance.name });
    this.service = new IamRole(this, "service", { assumeRolePolicy: trust("elasticmapreduce.amazonaws.com") });
    new IamRolePolicyAttachment(this, "service-policy", {
      role: this.service.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2",
    });
    new IamRolePolicy(this, "pass-role", {
      role: this.service.name,
      policy: policy({
        Action: "iam:PassRole",
        Resource: this.instance.arn,
        Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      }),
    });
    new IamRolePolicy(this, "data", {
      role: this.instance.name,
      policy: policy(
        { Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${data.arn}/*` },
        { Action: "s3:ListBucket", Resource: data.arn },
      ),
    });
  }
}

function trust(service: string): string {
  return policy({ Principal: { Service: service }, Action: "sts:AssumeRole" });
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}
