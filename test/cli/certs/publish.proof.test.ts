import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { developmentBundle } from "../../../certificates/generations";
import { type BundleSidecar, readSidecar, sidecarFits } from "../../../formats/sidecar";
import { sharedKeyPair } from "../../certificates/key-pairs";
import type { MotoDoor } from "../../certificates/moto-door";
import { bundleZip, issue as certificate, ecKeys } from "../../support/certificates";
import { leaksIn } from "../../support/secrets";
import { openAws } from "./aws";
import { run } from "./run";

const region = "us-west-2";
let cwd: string;
let moto: MotoDoor;
let stop: () => Promise<void>;
const file = (name: string) => join(cwd, name);

beforeAll(async () => {
  ({ cwd, moto, stop } = await openAws());
});
afterAll(() => stop());

describe("certs publish", () => {
  const s3 = () => new S3Client({ region, endpoint: moto.endpoint, forcePathStyle: true });
  let zip: Buffer;
  const publish = (target: string, ...args: string[]) =>
    run(["certs", "publish", "certs/development.zip", target, ...development, ...args], cwd);
  const sidecar = (name = "certs/development.bundle.json") =>
    readSidecar(readFileSync(file(name), "utf8")) as BundleSidecar;
  const development = ["--environment", "development"];
  let key: string;

  async function bucket(Bucket: string, { open = false, versions = true } = {}): Promise<void> {
    const client = s3();
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
    const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
    if (!open) await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: all }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    if (versions) await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }

  beforeAll(async () => {
    developmentBundle({
      folder: file("certs"),
      domains: ["us-west-2.compute.internal"],
      days: 60,
      renew: false,
      force: false,
      now: new Date(),
      makeKeyPair: sharedKeyPair,
    });
    zip = readFileSync(file("certs/development.zip"));
    const { KeyMetadata } = await new KMSClient({ region, endpoint: moto.endpoint }).send(new CreateKeyCommand({}));
    key = KeyMetadata?.Arn ?? "";
    await bucket("artifacts");
    await bucket("open-bucket", { open: true, versions: false });
  });

  test("the object is the zip, encrypted with the given key; the sidecar matches it and names its version", async () => {
    const { code, out, err } = await publish("s3://artifacts/certs/prod.zip", "--kms-key", key);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("to s3://artifacts/certs/prod.zip, version ");
    const object = { Bucket: "artifacts", Key: "certs/prod.zip" };
    const stored = await s3().send(new GetObjectCommand(object));
    expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? []).equals(zip)).toBe(true);
    expect([stored.ServerSideEncryption, stored.SSEKMSKeyId]).toEqual(["aws:kms", key]);
    expect(sidecar().object).toEqual({
      bucket: "artifacts",
      key: "certs/prod.zip",
      region,
      versionId: stored.VersionId,
      kmsKey: key,
    });
    expect(sidecarFits(sidecar(), zip)).toBe(true);
  });

  test("publishing the same bundle again uploads nothing", async () => {
    const before = sidecar();
    const { code, out } = await publish("s3://artifacts/certs/prod.zip", "--kms-key", key);
    expect([code, out]).toEqual([0, expect.stringContaining("already is this bundle")]);
    expect(sidecar()).toEqual(before);
  });

  test("another object is replaced only with --force, and its version is kept", async () => {
    const before = sidecar();
    const other = await run(["certs", "development", "--out", "other", "--region", region], cwd);
    expect(other.code).toBe(0);
    const again = (...args: string[]) =>
      run(["certs", "publish", "other/development.zip", "s3://artifacts/certs/prod.zip", ...development, ...args], cwd);
    const refused = await again();
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("is another object; use another key")]);
    expect((await again("--force")).code).toBe(0);
    const old = { Bucket: "artifacts", Key: "certs/prod.zip", VersionId: before.object.versionId };
    expect((await s3().send(new HeadObjectCommand(old))).ContentLength).toBe(zip.length);
  });

  test("a bundle is checked before it is uploaded", async () => {
    const before = moto.heads().length;
    const { code, out, err } = await run(
      ["certs", "publish", "certs/development.zip", "s3://artifacts/x.zip", ...["--sidecar", "x.bundle.json"]],
      cwd,
    );
    expect([code, out]).toEqual([1, expect.stringContaining("cert.development_ca")]);
    expect(err).toBe("emr-encryption: 'certs/development.zip' was not published: the linter refuses the bundle\n");
    expect(moto.heads().slice(before)).toEqual([]);
  });

  test("the sidecar of another object is never replaced; one bundle in two buckets has two", async () => {
    const before = sidecar();
    const uploads = moto.heads().length;
    const refused = await publish("s3://artifacts/certs/second.zip", "--force");
    expect([refused.code, refused.err]).toEqual([
      2,
      `emr-encryption: '${file("certs/development.bundle.json")}' is the sidecar of s3://artifacts/certs/prod.zip; give another name for this one with --sidecar\n`,
    ]);
    expect([moto.heads().length, sidecar()]).toEqual([uploads, before]);
    const second = await publish("s3://artifacts/certs/second.zip", "--sidecar", "second.bundle.json");
    expect([second.code, second.err, sidecar("second.bundle.json").object.key]).toEqual([0, "", "certs/second.zip"]);
    writeFileSync(file("notes.json"), "{}");
    expect((await publish("s3://artifacts/certs/second.zip", "--sidecar", "notes.json")).err).toContain(
      "exists and is not a sidecar; give another name with --sidecar",
    );
  });

  test("a bucket open to the public or without versions is refused, unless accepted", async () => {
    const refused = await publish("s3://open-bucket/a.zip", "--sidecar", "open.bundle.json");
    expect([refused.code, refused.err]).toEqual([
      2,
      "emr-encryption: bucket 'open-bucket' does not block public access in all four ways; bucket 'open-bucket' keeps no versions, so a replaced bundle is lost; change the bucket, or accept it with --allow-warnings\n",
    ]);
    const accepted = await publish("s3://open-bucket/a.zip", "--allow-warnings", "--sidecar", "open.bundle.json");
    expect([accepted.code, accepted.err.split("\n")]).toEqual([
      0,
      [
        expect.stringContaining("warning: bucket 'open-bucket' does not block"),
        expect.stringContaining("keeps no versions"),
        "",
      ],
    ]);
    expect(sidecar("open.bundle.json").object.versionId).toBeUndefined();
  });

  test("a missing bucket, an invalid target and an invalid zip are reported in one sentence", async () => {
    const sentence = async (...args: string[]) => {
      const { code, err } = await run(["certs", "publish", ...development, ...args], cwd);
      expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1]);
      return err;
    };
    const bundle = "certs/development.zip";
    const elsewhere = ["--sidecar", "new.bundle.json"];
    expect(await sentence(bundle, "s3://not-there-at-all/a.zip", ...elsewhere)).toContain(
      "bucket 'not-there-at-all' does not exist; deploy it first (BundleBucket creates",
    );
    expect(await sentence(bundle, "https://x/a.zip", ...elsewhere)).toContain(
      "is not an object of S3; write it like s3://bucket/certs/prod.zip",
    );
    expect(await sentence("certs/certificateChain.pem", "s3://artifacts/a.zip")).toContain(
      "create the zip with certs bundle",
    );
    expect(await sentence("missing.zip", "s3://artifacts/a.zip")).toContain("it does not exist");
  });

  test("no number of a private key is in any output, the sidecar, or what S3 receives beside the zip", async () => {
    const ec = ecKeys();
    const root = certificate({ subject: "O=Example, CN=Root", ca: true });
    const names = { subject: "CN=*.us-west-2.compute.internal", dns: ["*.us-west-2.compute.internal"] };
    const leaf = certificate({ ...names, by: root, keys: ec });
    const files = {
      "privateKey.pem": leaf.privateKeyPem,
      "certificateChain.pem": leaf.pem,
      "trustedCertificates.pem": root.pem,
    };
    writeFileSync(file("ec.zip"), bundleZip(files));
    const both = [sharedKeyPair("leaf").privateKey, ec.privateKey];
    const told: string[] = [];
    const before = moto.heads().length;
    const bundles = ["certs/development.zip", "ec.zip"];
    for (const [index, bundle] of bundles.entries()) {
      const target = `s3://artifacts/secrecy/${index}.zip`;
      // The first uploads, the second finds it there, the third is refused, the fourth replaces.
      const other = bundles[1 - index] ?? "";
      for (const args of [
        [bundle, target],
        [bundle, target],
        [other, target],
        [other, target, "--force"],
      ]) {
        const own = `${args[0]?.replace(/zip$/, "")}${index}.bundle.json`;
        const { out, err } = await run(["certs", "publish", ...args, ...development, "--sidecar", own], cwd);
        told.push(out, err);
      }
      told.push(readFileSync(file(bundle.replace(/zip$/, `${index}.bundle.json`)), "utf8"));
      const { Body: _, ...head } = await s3().send(
        new GetObjectCommand({ Bucket: "artifacts", Key: `secrecy/${index}.zip` }),
      );
      told.push(JSON.stringify(head));
    }
    const heads = moto.heads().slice(before);
    expect(heads.filter((head) => head.startsWith('["PUT"')).length).toBe(4);
    expect(told.join("")).toContain('"sha256"');
    expect(leaksIn([...told, ...heads].join("\n"), both)).toEqual([]);
    for (const key of both)
      expect(leaksIn(String(key.export({ format: "pem", type: "pkcs8" })), [key])).not.toEqual([]);
  });
});
