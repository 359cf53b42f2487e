import { mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
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

/** What a change of docs/changes.md changes in the stack; whatever is left out stays as it was. */
export interface Change {
  readonly id?: string;
  /** Folders of bundles, the newest first; the others are former generations. */
  readonly certificates?: readonly string[];
  readonly instanceMetadata?: EmrEncryptionSettings["instanceMetadata"];
  /** Whether the settings as they were are declared as former ones. */
  readonly previous?: boolean;
  readonly analysts?: readonly string[];
  readonly key?: EncryptionKeyConfig;
  readonly alias?: string;
  readonly grantees?: readonly string[];
  readonly jar?: string;
  readonly emrfsSite?: { readonly [property: string]: string };
}

const imds = { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 2 } as const;
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

/** The changes that need no cluster, by the first cell of their row. */
export const changes: { readonly [change: string]: Change } = {
  "settings of the configuration": { instanceMetadata: imds },
  "settings, the previous ones in `previous`": { instanceMetadata: imds, previous: true },
  "only `emrfsSite`": { emrfsSite: { "my.kms.key.id": "another" } },
  "the folder of a bundle, the previous bundle and settings declared": { certificates: ["certs-2", "certs"] },
  "the folder of a bundle, nothing previous declared": { certificates: ["certs-2"] },
  "files in the folder of a bundle": { certificates: ["elsewhere/certs"] },
  "the content of a JAR": { jar: "changed.jar" },
  "more permissions on a key": { analysts: ["analysts", "auditors"] },
  "more permissions on a key with `useGrants`": { grantees: ["nodes", "more-nodes"] },
  "fewer permissions on a key": { analysts: [] },
  "rotation of a key, its period, description, deletion window or tags": {
    key: { rotationPeriodInDays: 180, description: "data", deletionWindowInDays: 14, tags: { team: "data" } },
  },
  "the alias of a key": { alias: "alias/other" },
  "`multiRegion` or the key store of a key": { key: { multiRegion: true, removalPolicy: "destroy" } },
  "`origin` of a key, from or to `EXTERNAL`": { key: { origin: "EXTERNAL" } },
  "the id or scope of an `EmrEncryption`": { id: "renamed" },
};

/** A stack with one of each thing that the page speaks of. */
function fill(stack: TerraformStack, change: Change): void {
  const bucket = new BundleBucket(stack, "bucket", { enforceSSL: false, forceDestroy: true });
  const { certificates = ["certs"], analysts = ["analysts"], grantees = ["nodes"] } = change;
  const [newest, ...formerBundles] = certificates.map((folder) =>
    CertificateBundle.fromFolder(stack, `bundle-${basename(folder)}`, { folder, bucket }),
  );
  if (newest === undefined) throw new Error("certificates is empty");
  const key = new EncryptionKey(stack, "data-key", { alias: change.alias ?? "alias/data", ...change.key });
  const keyUsers = { instanceRole: role("nodes"), serviceRole: role("emr"), emrfsRoles: analysts.map(role) };
  const settings = (bundle: CertificateBundle): EmrEncryptionSettings => ({
    atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } },
    inTransit: { provider: "PEM", bundle },
  });
  new EmrEncryption(stack, change.id ?? "encryption", {
    name: change.id,
    ...settings(newest),
    instanceMetadata: change.instanceMetadata,
    previous: change.previous ? [settings(newest)] : formerBundles.map(settings),
    keyUsers,
  });

  const jar = new ProviderJar(stack, "jar", { file: change.jar ?? "providers.jar", bucket });
  new EmrEncryption(stack, "custom", {
    atRest: { s3: { mode: "CSE-Custom", jar, providerClass: "com.example.S3Keys" } },
    inTransit: "off",
    emrfsSite: change.emrfsSite ?? { "my.kms.key.id": "one" },
    keyUsers,
  });
  new EncryptionKey(stack, "granting-key", { useGrants: true }).grantLocalDisk(...grantees.map(role));
}

/** Name of the stack. */
export const stackName = "changes";

/** Writes the stack as it is, and as each change makes it, into folders of their own. */
function synthesize(folder: string): void {
  mkdirSync(folder);
  const all: readonly (readonly [string, Change])[] = [["as it is", {}], ...Object.entries(changes)];
  all.forEach(([, change], index) => {
    const app = new App({ outdir: join(folder, String(index)) });
    const stack = new TerraformStack(app, stackName);
    new AwsProvider(stack, "aws", { region: "us-east-1", ...endpoint(process.env.AWS_ENDPOINT_URL ?? "") });
    fill(stack, change);
    app.synth();
  });
}

if (require.main === module) synthesize(resolve("variants"));
