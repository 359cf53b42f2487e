import { mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { EmrCluster } from "@cdktf/provider-aws/lib/emr-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { endpoint } from "../../examples/endpoint";
import {
  BundleBucket,
  CertificateBundle,
  EmrEncryption,
  type EmrEncryptionSettings,
  EncryptionKey,
  type EncryptionKeyConfig,
  ProviderJar,
} from "../../modules";

/** Declares what a row of docs/changes.md is about, before or after the change. */
type Change = (scope: Construct, changed: boolean) => void;

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const keyUsers = { instanceRole: role("nodes"), serviceRole: role("emr") };

/** Every change that Terraform can plan, by the first cell of its row. */
export const changes: { readonly [change: string]: Change } = {
  "settings of the configuration": (scope, changed) => void settings(scope, changed),
  "settings, the previous ones in `previous`": (scope, changed) => void settings(scope, changed, [{ ...plain }]),
  "settings, and Terraform makes the cluster": (scope, changed) => {
    new EmrCluster(scope, "cluster", {
      name: "terraform",
      releaseLabel: "emr-7.5.0",
      serviceRole: role("emr"),
      securityConfiguration: settings(scope, changed).securityConfiguration.name,
      masterInstanceGroup: { instanceType: "m6g.xlarge" },
    });
  },
  "only `emrfsSite`": (scope, changed) =>
    custom(scope, "providers.jar", { "my.kms.key.id": changed ? "another" : "one" }),
  "the folder of a bundle, the previous bundle and settings declared": (scope, changed) =>
    changed ? bundles(scope, "certs-2", "certs") : bundles(scope, "certs"),
  "the folder of a bundle, nothing previous declared": (scope, changed) =>
    bundles(scope, changed ? "certs-2" : "certs"),
  "files in the folder of a bundle": (scope, changed) => bundles(scope, changed ? "elsewhere/certs" : "certs"),
  "the content of a JAR": (scope, changed) => custom(scope, changed ? "changed.jar" : "providers.jar"),
  "more permissions on a key": (scope, changed) => shared(scope, ["analysts", ...(changed ? ["auditors"] : [])]),
  "more permissions on a key with `useGrants`": (scope, changed) =>
    new EncryptionKey(scope, "key", { useGrants: true }).grantLocalDisk(
      ...["nodes", ...(changed ? ["more-nodes"] : [])].map(role),
    ),
  "fewer permissions on a key": (scope, changed) => shared(scope, changed ? [] : ["analysts"]),
  "rotation of a key, its period, description, deletion window or tags": (scope, changed) =>
    shared(scope, [], {
      ...(changed && {
        rotationPeriodInDays: 180,
        description: "data",
        deletionWindowInDays: 14,
        tags: { team: "data" },
      }),
    }),
  "the alias of a key": (scope, changed) => shared(scope, [], { alias: changed ? "alias/other" : "alias/one" }),
  "`multiRegion` or the key store of a key": (scope, changed) =>
    shared(scope, [], { alias: "alias/regions", ...(changed && { multiRegion: true, removalPolicy: "destroy" }) }),
  "`origin` of a key, from or to `EXTERNAL`": (scope, changed) =>
    shared(scope, [], { alias: "alias/origin", ...(changed && { origin: "EXTERNAL" }) }),
  "the id or scope of an `EmrEncryption`": (scope, changed) => own(scope, changed ? "renamed" : "encryption"),
  "an `EmrEncryption` is removed from the code": (scope, changed) => {
    if (!changed) own(scope, "encryption");
  },
};

const plain: EmrEncryptionSettings = { atRest: { s3: { mode: "SSE-S3" } }, inTransit: "off" };

/** A configuration without keys. */
function settings(scope: Construct, changed: boolean, previous: readonly EmrEncryptionSettings[] = []): EmrEncryption {
  return new EmrEncryption(scope, "encryption", {
    ...plain,
    keyUsers,
    ...(changed && {
      instanceMetadata: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 2 },
      previous,
    }),
  });
}

/** Bundles of these folders: the newest, and those of previous generations. */
function bundles(scope: Construct, newest: string, ...previous: readonly string[]): void {
  const bucket = new BundleBucket(scope, "bucket", { enforceSSL: false, forceDestroy: true });
  const withBundle = (folder: string): EmrEncryptionSettings => ({
    atRest: "off",
    inTransit: {
      provider: "PEM",
      bundle: CertificateBundle.fromFolder(scope, `bundle-${basename(folder)}`, { folder, bucket }),
    },
  });
  new EmrEncryption(scope, "encryption", { ...withBundle(newest), previous: previous.map(withBundle), keyUsers });
}

function custom(scope: Construct, file: string, emrfsSite?: EmrEncryptionSettings["emrfsSite"]): void {
  const bucket = new BundleBucket(scope, "bucket", { enforceSSL: false, forceDestroy: true });
  const jar = new ProviderJar(scope, "jar", { file, bucket });
  new EmrEncryption(scope, "encryption", {
    atRest: { s3: { mode: "CSE-Custom", jar, providerClass: "com.example.S3Keys" } },
    inTransit: "off",
    emrfsSite,
    keyUsers,
  });
}

/** A configuration with a key that is declared beside it. */
function shared(scope: Construct, emrfsRoles: readonly string[], config: EncryptionKeyConfig = {}): void {
  const key = new EncryptionKey(scope, "key", config);
  new EmrEncryption(scope, "encryption", {
    atRest: { s3: { mode: "SSE-KMS", key } },
    inTransit: "off",
    keyUsers: { ...keyUsers, emrfsRoles: emrfsRoles.map(role) },
  });
}

/** A configuration with its own key. */
function own(scope: Construct, id: string): void {
  new EmrEncryption(scope, id, { atRest: { localDisk: { provider: "AwsKms" } }, inTransit: "off", keyUsers });
}

/** Name of the stack. */
export const stackName = "changes";

/** Id of the scope of a row, which the addresses of its resources contain. */
export const scopeOf = (change: string) => `row-${Object.keys(changes).indexOf(change)}`;

/** The stack before and after all changes, and with a retained key that would have to be replaced. */
const variants: { readonly [name: string]: (stack: TerraformStack) => void } = {
  before: (stack) => each(stack, false),
  after: (stack) => each(stack, true),
  retained: (stack) => {
    const scope = new Construct(stack, scopeOf("the alias of a key"));
    shared(scope, [], { alias: "alias/other", multiRegion: true });
  },
};

function each(stack: TerraformStack, changed: boolean): void {
  for (const [change, declare] of Object.entries(changes)) declare(new Construct(stack, scopeOf(change)), changed);
}

/** Writes each variant of the stack into its own folder. */
function synthesize(folder: string): void {
  mkdirSync(folder);
  for (const [name, fill] of Object.entries(variants)) {
    const app = new App({ outdir: join(folder, name) });
    const stack = new TerraformStack(app, stackName);
    new AwsProvider(stack, "aws", { region: "us-east-1", ...endpoint(process.env.AWS_ENDPOINT_URL ?? "") });
    fill(stack);
    app.synth();
  }
}

if (require.main === module) synthesize(resolve("variants"));
