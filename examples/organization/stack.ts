import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Fn, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BundleBucket } from "../../modules";
import { endpoint } from "../endpoint";
import { auditCommand, auditMachine } from "./state-machine";

/** Settings of the example. */
export interface OrganizationStackConfig {
  readonly region: string;
  /** Image with `emr-encryption`, the AWS SDK and the AWS CLI. */
  readonly image: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** Name of the role that every audited account has, with the policy that `audit --policy` prints. */
  readonly auditRole: string;
  /** @default 20 */
  readonly concurrency?: number;
  /** Address of a stand-in for AWS, such as moto. */
  readonly endpoint?: string;
}

/** Audits every account and Region of an organization: a state machine starts one container for each, and the reports go to an encrypted bucket. */
export class OrganizationStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: OrganizationStackConfig) {
    super(scope, id);
    const { region, image, auditRole } = config;
    new AwsProvider(this, "aws", { region, ...(config.endpoint === undefined ? {} : endpoint(config.endpoint)) });
    const reports = new BundleBucket(this, "reports", { enforceSSL: !config.endpoint?.startsWith("http:") });
    const bucketArn = `arn:aws:s3:::${reports.bucket}`;

    const task = role(this, "task", "ecs-tasks.amazonaws.com", [
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: `arn:aws:iam::*:role/${auditRole}` },
      { Effect: "Allow", Action: "s3:PutObject", Resource: `${bucketArn}/*` },
      ...usesKey(reports),
    ]);
    const logs = new CloudwatchLogGroup(this, "logs", { name: "/emr-encryption/audit", retentionInDays: 90 });
    const execution = role(this, "execution", "ecs-tasks.amazonaws.com", [
      { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logs.arn}:*` },
      {
        Effect: "Allow",
        Action: [
          "ecr:GetAuthorizationToken",
          "ecr:BatchCheckLayerAvailability",
          "ecr:GetDownloadUrlForLayer",
          "ecr:BatchGetImage",
        ],
        Resource: "*",
      },
    ]);
    const cluster = new EcsCluster(this, "cluster", { name: "emr-encryption-audit" });
    const definition = new EcsTaskDefinition(this, "definition", {
      family: "emr-encryption-audit",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      taskRoleArn: task.arn,
      executionRoleArn: execution.arn,
      containerDefinitions: Fn.jsonencode([
        {
          name: "audit",
          image,
          command: auditCommand,
          environment: [{ name: "REPORTS", value: reports.bucket }],
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": logs.name, "awslogs-region": region, "awslogs-stream-prefix": "audit" },
          },
        },
      ]),
    });
    const starter = role(this, "starter", "states.amazonaws.com", [
      { Effect: "Allow", Action: "ecs:RunTask", Resource: definition.arn },
      { Effect: "Allow", Action: ["ecs:StopTask", "ecs:DescribeTasks"], Resource: "*" },
      { Effect: "Allow", Action: "iam:PassRole", Resource: [task.arn, execution.arn] },
      {
        Effect: "Allow",
        Action: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
        Resource: `arn:aws:events:${region}:*:rule/StepFunctionsGetEventsForECSTaskRule`,
      },
      {
        Effect: "Allow",
        Action: ["states:StartExecution", "states:DescribeExecution", "states:StopExecution"],
        Resource: "*",
      },
      { Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: `${bucketArn}/summaries/*` },
      ...usesKey(reports),
    ]);
    const machine = new SfnStateMachine(this, "machine", {
      name: "emr-encryption-audit",
      roleArn: starter.arn,
      definition: Fn.jsonencode(
        auditMachine({
          cluster: cluster.arn,
          taskDefinition: definition.arn,
          container: "audit",
          subnets: config.subnets,
          securityGroups: config.securityGroups,
          bucket: reports.bucket,
          concurrency: config.concurrency ?? 20,
        }),
      ),
    });
    new TerraformOutput(this, "state-machine", { value: machine.arn });
    new TerraformOutput(this, "reports-bucket", { value: reports.bucket });
  }
}

/** Reports are encrypted with the bucket's key. */
function usesKey({ key }: BundleBucket): readonly object[] {
  return key ? [{ Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: key.arn }] : [];
}

function role(scope: Construct, id: string, service: string, statements: readonly object[]): IamRole {
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const made = new IamRole(scope, id, {
    namePrefix: `emr-encryption-${id}-`,
    assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
  });
  const policy = { Version: "2012-10-17", Statement: statements };
  new IamRolePolicy(scope, `${id}-policy`, { role: made.name, policy: Fn.jsonencode(policy) });
  return made;
}
