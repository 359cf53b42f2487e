/** What the state machine needs of the stack. */
export interface AuditMachineConfig {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly container: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly bucket: string;
  /** Accounts that are audited at the same time. */
  readonly concurrency: number;
}

/**
 * States: one container for each target of the input `{ "targets": [{ "account", "region", "role" }] }`. A target that fails is recorded and does not
 * end the others; the results are written to the bucket as the summary.
 */
export function auditMachine(config: AuditMachineConfig): object {
  const run = {
    Type: "Task",
    Resource: "arn:aws:states:::ecs:runTask.sync",
    Parameters: {
      Cluster: config.cluster,
      TaskDefinition: config.taskDefinition,
      LaunchType: "FARGATE",
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: config.subnets,
          SecurityGroups: config.securityGroups,
          AssignPublicIp: "DISABLED",
        },
      },
      Overrides: {
        ContainerOverrides: [
          {
            Name: config.container,
            Environment: [
              { Name: "TARGET_ACCOUNT", "Value.$": "$.account" },
              { Name: "TARGET_REGION", "Value.$": "$.region" },
              { Name: "TARGET_ROLE", "Value.$": "$.role" },
              { Name: "RUN", "Value.$": "$.run" },
            ],
          },
        ],
      },
    },
    ResultSelector: { "task.$": "$.TaskArn" },
    ResultPath: "$.result",
    TimeoutSeconds: 3600,
    Retry: [
      {
        ErrorEquals: ["ECS.AmazonECSException", "ECS.ServerException"],
        IntervalSeconds: 20,
        MaxAttempts: 5,
        BackoffRate: 2,
      },
    ],
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Not complete" }],
    Next: "Complete",
  };
  return {
    Comment: "Audits EMR encryption in every account and Region",
    StartAt: "Every target",
    States: {
      "Every target": {
        Type: "Map",
        ItemsPath: "$.targets",
        // Each target is an execution of its own; all reports go under the name of the one that started them.
        ItemSelector: {
          "account.$": "$$.Map.Item.Value.account",
          "region.$": "$$.Map.Item.Value.region",
          "role.$": "$$.Map.Item.Value.role",
          "run.$": "$$.Execution.Name",
        },
        MaxConcurrency: config.concurrency,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Audit",
          States: {
            Audit: run,
            Complete: {
              Type: "Pass",
              Parameters: { "account.$": "$.account", "region.$": "$.region", status: "complete" },
              End: true,
            },
            "Not complete": {
              Type: "Pass",
              Parameters: {
                "account.$": "$.account",
                "region.$": "$.region",
                status: "not complete",
                "error.$": "$.error.Error",
              },
              End: true,
            },
          },
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Parameters: { Bucket: config.bucket, Prefix: "summaries" },
        },
        End: true,
      },
    },
  };
}

/**
 * The command of the container: the report as JSON and the document that `lint` reads again. Findings do not fail the task, an audit that is not complete does; what it
 * saw is uploaded first.
 */
export const auditCommand = [
  "sh",
  "-c",
  [
    'cd "$(mktemp -d)"',
    'emr-encryption audit --assume-role "$TARGET_ROLE" --region "$TARGET_REGION" --fail-on never --save estate.json --format json=report.json --format sarif=report.sarif --quiet',
    "code=$?",
    'for file in estate.json report.json report.sarif; do [ ! -f "$file" ] || aws s3 cp --only-show-errors "$file" "s3://$REPORTS/$RUN/$TARGET_ACCOUNT/$TARGET_REGION/$file" || code=2; done',
    "exit $code",
  ].join("; "),
];
