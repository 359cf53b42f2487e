import { packageFile } from "../../linter/package";

/** A project: its files by name, and the commands to type next. */
export interface Project {
  readonly files: { readonly [name: string]: string };
  readonly next: readonly string[];
}

/** Pinned versions, so that a project that is installed later gets the versions that it was tested with. */
const frameworks = {
  cdktf: {
    name: "cdktf",
    provider: "@cdktf/provider-aws",
    entry: "cdktf-emr-encryption",
    command: "cdktf",
    versions: { cdktf: "0.21.0", "@cdktf/provider-aws": "21.22.1", constructs: "10.4.2" },
    tools: { "cdktf-cli": "0.21.0" },
    node: "20",
  },
  cdktn: {
    name: "cdktn",
    provider: "@cdktn/provider-aws",
    entry: "cdktf-emr-encryption/cdktn",
    command: "cdktn",
    versions: { cdktn: "0.24.0", "@cdktn/provider-aws": "25.7.0", constructs: "10.7.0" },
    tools: { "cdktn-cli": "0.24.0" },
    node: "22",
  },
} as const;

/** A project with the constructs. */
export function constructProject(version: string, cdktn: boolean): Project {
  const framework = frameworks[cdktn ? "cdktn" : "cdktf"];
  const { name, provider, entry, command, versions, tools, node } = framework;
  const manifest = {
    name: "emr-encryption",
    private: true,
    engines: { node: cdktn ? ">=22.19" : `>=${node}` },
    scripts: {
      certificates: "emr-encryption certs development --region us-east-1",
      synth: `${command} synth`,
      lint: "emr-encryption lint cdktf.out",
      test: "jest",
    },
    dependencies: { "cdktf-emr-encryption": version, ...versions },
    devDependencies: {
      ...tools,
      "@swc/core": "1.16.18",
      "@swc/jest": "0.2.39",
      "@types/jest": "30.0.0",
      "@types/node": "20.19.43",
      jest: "30.5.2",
      tsx: "4.23.15",
      typescript: "5.9.3",
    },
    jest: { transform: { "^.+\\.ts$": "@swc/jest" }, modulePathIgnorePatterns: ["cdktf.out"] },
  };
  const files = {
    "package.json": json(manifest),
    // On an older Node, npm reports that clearly; the command line of CDK Terrain ends in a stack trace.
    ...(cdktn ? { ".npmrc": "engine-strict=true\n" } : {}),
    "tsconfig.json": json({
      compilerOptions: {
        target: "es2022",
        module: "commonjs",
        moduleResolution: "node10",
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        esModuleInterop: true,
      },
      include: ["*.ts", "test"],
    }),
    "cdktf.json": json({
      language: "typescript",
      app: "npx tsx main.ts",
      projectId: "emr-encryption",
      sendCrashReports: "false",
    }),
    "main.ts": mainSource(name, entry),
    "stack.ts": stackSource(name, provider, entry),
    "test/stack.test.ts": testSource(name),
    "emr-encryption.config.yaml": settings,
    ".github/workflows/emr-encryption.yml": workflow(version, node, [
      "npm ci --ignore-scripts",
      "npm run certificates",
      "npm test",
      "npm run synth",
      "npm run lint",
    ]),
    ".pre-commit-config.yaml": preCommit(
      version,
      "bash -c 'npm run --silent synth && emr-encryption lint cdktf.out'",
      "\\.ts$",
    ),
    ".gitignore": "node_modules\ncdktf.out\ncerts\n*.tfstate*\n",
  };
  return { files, next: ["npm install", "npm run certificates", "npm test", "npm run synth", "npm run lint"] };
}

/** A project in HCL. */
export function hclProject(version: string): Project {
  const files = {
    "main.tf": packageFile("cli/init/main.tf").toString("utf8"),
    "emr-encryption.config.yaml": settings,
    ".github/workflows/emr-encryption.yml": workflow(version, "20", [
      "npm install --global --ignore-scripts cdktf-emr-encryption@VERSION",
      "emr-encryption lint .",
    ]),
    ".pre-commit-config.yaml": preCommit(version, "emr-encryption lint .", "\\.tf$"),
    ".gitignore": ".terraform\n*.tfstate*\n",
  };
  return { files, next: [`npx cdktf-emr-encryption@${version} lint .`, "terraform init", "terraform plan"] };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const mainSource = (framework: string, entry: string) => `import { App } from "${framework}";
import { PolicyCheck } from "${entry}";
import { EmrStack } from "./stack";

const app = new App();
new EmrStack(app, "emr", { region: "us-east-1", environment: "development" });
PolicyCheck.of(app); // the linter's rules, during synth
app.synth();
`;

const stackSource = (
  framework: string,
  provider: string,
  entry: string,
) => `import { AwsProvider } from "${provider}/lib/provider";
import { TerraformStack } from "${framework}";
import { BundleBucket, CertificateBundle, EmrEncryption } from "${entry}";
import type { Construct } from "constructs";

export interface EmrStackConfig {
  readonly region: string;
  /** Every environment except \`development\` is treated as production. */
  readonly environment: string;
}

/** Keys, certificates and the security configuration of EMR clusters. */
export class EmrStack extends TerraformStack {
  readonly encryption: EmrEncryption;

  constructor(scope: Construct, id: string, { region, environment }: EmrStackConfig) {
    super(scope, id);
    new AwsProvider(this, "aws", { region, defaultTags: [{ tags: { Environment: environment } }] });
    const development = environment === "development";
    const bucket = new BundleBucket(this, "artifacts", { forceDestroy: development });
    this.encryption = new EmrEncryption(this, "encryption", {
      keyUsers: { instanceRole: "EMR_EC2_DefaultRole", serviceRole: "EMR_DefaultRole" },
      inTransit: {
        provider: "PEM",
        // In production: CertificateBundle.fromObject(this, "bundle", { sidecar: "prod.bundle.json" })
        bundle: CertificateBundle.fromFolder(this, "bundle", { folder: "certs", bucket }),
      },
      removalPolicy: development ? "destroy" : "retain",
      outputs: true,
    });
    // For a cluster: securityConfiguration: this.encryption.securityConfiguration.name
  }
}
`;

const testSource = (framework: string) => `import { Testing } from "${framework}";
import { EmrStack } from "../stack";

test("data at rest and in transit is encrypted, with a key for each place", () => {
  const stack = new EmrStack(Testing.app(), "test", { region: "us-east-1", environment: "development" });
  const { resource } = JSON.parse(Testing.synth(stack, true));
  const [configuration] = Object.values(resource.aws_emr_security_configuration) as { configuration: string }[];
  const { EncryptionConfiguration: encryption } = JSON.parse(configuration?.configuration ?? "{}");
  expect(encryption).toMatchObject({ EnableAtRestEncryption: true, EnableInTransitEncryption: true });
  expect(Object.keys(resource.aws_kms_key)).toHaveLength(3);
});
`;

/** Settings of the linter. */
const settings = `# Settings of emr-encryption lint: https://www.npmjs.com/package/cdktf-emr-encryption
failOn: error
environments:
  tags: { keys: [Environment], development: [development] }
waivers: []
`;

/** GitHub Actions: checks what a pull request would deploy. */
function workflow(version: string, node: string, check: readonly string[]): string {
  return `name: EMR encryption
on: pull_request
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: ${node} }
${check.map((line) => `      - run: ${line.replaceAll("VERSION", version)}`).join("\n")}
`;
}

/** pre-commit: checks before a commit. */
function preCommit(version: string, entry: string, files: string): string {
  return `repos:
  - repo: local
    hooks:
      - id: emr-encryption
        name: EMR encryption
        language: node
        additional_dependencies: ["cdktf-emr-encryption@${version}"]
        entry: ${entry}
        files: ${files}
        pass_filenames: false
`;
}
