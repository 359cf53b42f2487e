import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { providerTypes } from "../../formats/jar/provider";
import { BundleBucket, EmrEncryption, ProviderJar } from "../../modules";
import { jarOf } from "../formats/jar/jars";
import { outdir, resources, stackOf, synthesized, validations } from "./stacks";

const folder = mkdtempSync(join(tmpdir(), "emr-encryption-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const jarFile = (name: string, classes: Parameters<typeof jarOf>[0]) => {
  const file = join(folder, name);
  writeFileSync(file, jarOf(classes));
  return file;
};
const file = jarFile("keys.jar", {
  "example.ObjectKeys": { implementing: [providerTypes.s3] },
  "example.DiskKeys": { extending: providerTypes.localDisk },
  "example.Certificates": { extending: providerTypes.tls },
});

const custom = (classes: { readonly s3: string; readonly disk: string; readonly tls: string }, jarPath = file) =>
  stackOf((scope) => {
    const jar = new ProviderJar(scope, "jar", { file: jarPath, bucket: new BundleBucket(scope, "bucket") });
    new EmrEncryption(scope, "encryption", {
      atRest: {
        s3: { mode: "CSE-Custom", jar, providerClass: classes.s3 },
        localDisk: { provider: "Custom", jar, providerClass: classes.disk },
      },
      inTransit: { provider: "Custom", jar, providerClass: classes.tls },
    });
  });
const right = { s3: "example.ObjectKeys", disk: "example.DiskKeys", tls: "example.Certificates" };

describe("ProviderJar", () => {
  test("one JAR serves all three places, and the cluster's roles may download it", () => {
    const stack = custom(right);
    const [object] = resources(stack, "aws_s3_object");
    expect(object?.key).toMatch(/^emr-encryption\/keys-[0-9a-f]{8}\.jar$/);
    const [address] = Object.keys(synthesized(stack).resource.aws_s3_object ?? {});
    const uri = `s3://\${aws_s3_object.${address}.bucket}/\${aws_s3_object.${address}.key}`;
    expect(JSON.parse(String(resources(stack, "aws_emr_security_configuration")[0]?.configuration))).toEqual({
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: true,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: {
            CertificateProviderType: "Custom",
            S3Object: uri,
            CertificateProviderClass: "example.Certificates",
          },
        },
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: {
            EncryptionMode: "CSE-Custom",
            S3Object: uri,
            EncryptionKeyProviderClass: "example.ObjectKeys",
          },
          LocalDiskEncryptionConfiguration: {
            EncryptionKeyProviderType: "Custom",
            S3Object: uri,
            EncryptionKeyProviderClass: "example.DiskKeys",
          },
        },
      },
    });
    expect(String(resources(stack, "aws_s3_bucket_policy")[0]?.policy)).toContain('"Sid":"Readers"');
    expect(validations(stack)).toEqual([]);
  });

  test("for an ordinary bucket in China the statement that readers need is an output, in China's partition", () => {
    const stack = new TerraformStack(Testing.app({ outdir }), "s");
    new AwsProvider(stack, "aws", { region: "cn-north-1" });
    new ProviderJar(stack, "jar", { file, bucket: { bucket: "artifacts" } }).grantRead("arn:aws-cn:iam::1:role/emr");
    const [output] = Object.values(synthesized(stack).output ?? {});
    expect(JSON.parse(String(output?.value)).Resource).toMatch(
      /^arn:aws-cn:s3:::\$\{aws_s3_object\.\w[\w-]*\.bucket}\//,
    );
  });

  test("changed content is another object and another generation", () => {
    const other = jarFile("keys-2.jar", {
      "example.ObjectKeys": { implementing: [providerTypes.s3] },
      "example.DiskKeys": { extending: providerTypes.localDisk },
      "example.Certificates": { extending: providerTypes.tls, implementing: ["java.io.Closeable"] },
    });
    const names = [custom(right), custom(right, other)].map(
      (stack) => resources(stack, "aws_emr_security_configuration")[0]?.name,
    );
    expect(names[0]).not.toBe(names[1]);
  });

  test("fails when classes are missing or have the type of another place, all reported at once", () => {
    expect(
      validations(custom({ s3: "example.DiskKeys", disk: "example.Keys", tls: "com.example.Certificates" })),
    ).toEqual([
      `[s/encryption/security-configuration] atRest.s3.providerClass: class example.DiskKeys is not a ${providerTypes.s3}; extend or implement it (${file})`,
      `[s/encryption/security-configuration] atRest.localDisk.providerClass: class example.Keys is not in the JAR; write example.DiskKeys (${file})`,
      `[s/encryption/security-configuration] inTransit.providerClass: class com.example.Certificates is not in the JAR; write example.Certificates (${file})`,
    ]);
  });

  test("fails if the JAR was not built", () => {
    expect(() =>
      stackOf((scope) => new ProviderJar(scope, "jar", { file: "target/no.jar", bucket: { bucket: "jars" } })),
    ).toThrow(/^s\/jar: file 'target\/no\.jar' \(.*\) cannot be read \(ENOENT\); build the JAR first$/);
  });
});
