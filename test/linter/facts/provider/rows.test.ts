import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { lint } from "../../../../linter/run/lint";
import { folderOf, PLANS } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");
const checked = (input: string, cwd: string) => lint([input], { cwd, now, rules: ["provider.*"] });
const found = (input: string, cwd: string) =>
  checked(input, cwd).findings.map(({ rule, variant, address, path }) =>
    [rule.replace("provider.", ""), variant, address.split(".")[1], path.at(-2)].filter(Boolean).join(" "),
  );
const s3 = "S3EncryptionConfiguration";
const disk = "LocalDiskEncryptionConfiguration";
const tls = "TLSCertificateConfiguration";

describe("providers", () => {
  test.each(["plan.json", "main.tf.json"])("each mistake in %s is found, and the good ones are left alone", (input) => {
    expect(found(input, join(PLANS, "providers"))).toEqual([
      `jar_unreadable broken ${tls}`,
      `cipher_gate good ${disk}`,
      `cipher_gate wrong_names ${disk}`,
      `class_not_in_jar package wrong_names ${disk}`,
      `class_not_in_jar wrong_names ${s3}`,
      `class_not_in_jar wrong_names ${tls}`,
      `project_name_as_class wrong_names ${s3}`,
      `cipher_gate wrong_types ${disk}`,
      `wrong_type wrong_types ${disk}`,
      `wrong_type wrong_types ${s3}`,
      `wrong_type wrong_types ${tls}`,
    ]);
  });

  test("what a JAR does not show is reported with what would resolve it", () => {
    const { notEvaluated } = checked("plan.json", join(PLANS, "providers"));
    const reasons = notEvaluated.map(({ address, reason }) => `${address.split(".")[1]}: ${reason}`);
    expect([...new Set(reasons)]).toEqual([
      "broken: the JAR cannot be read",
      "derived: org.other.Base, which com.example.Derived builds on, is not in the JAR",
      "elsewhere: s3://emr-jars/of-others.jar is uploaded elsewhere",
    ]);
  });

  test("key material and an old SDK in the JAR are found, from base64 as well", () => {
    const classes = unzipSync(readFileSync(join(PLANS, "../jars/providers.jar")));
    const jar = Buffer.from(
      zipSync({
        ...classes,
        "emr.jks": strToU8("x"),
        "META-INF/maven/com.amazonaws/aws-java-sdk-core/pom.properties": strToU8("version=1.10.77"),
      }),
    );
    for (const content of [{ source: "provider.jar" }, { content_base64: jar.toString("base64") }]) {
      const folder = folderOf({ "provider.jar": jar, "main.tf.json": stack(content) });
      const { findings } = checked("main.tf.json", folder);
      expect(findings.map(({ message }) => message)).toEqual([
        "the JAR of com.example.Tls contains version 1.10.77 of the AWS SDK for Java; 1.11.0 or later is required",
        "the JAR of com.example.Tls contains emr.jks",
      ]);
    }
  });

  test("the content of a missing JAR is open, not wrong", () => {
    const folder = folderOf({ "main.tf.json": stack({ source: "provider.jar" }) });
    const { findings, notEvaluated } = checked("main.tf.json", folder);
    expect(findings).toEqual([]);
    expect(new Set(notEvaluated.map(({ reason }) => reason))).toEqual(
      new Set(["the file provider.jar does not exist here"]),
    );
  });
});

function stack(content: object): string {
  const certificates = {
    CertificateProviderType: "Custom",
    CertificateProviderClass: "com.example.Tls",
    S3Object: "s3://emr-jars/provider.jar",
  };
  const document = {
    EncryptionConfiguration: { InTransitEncryptionConfiguration: { TLSCertificateConfiguration: certificates } },
  };
  return JSON.stringify({
    resource: {
      aws_s3_object: { jar: { bucket: "emr-jars", key: "provider.jar", ...content } },
      aws_emr_security_configuration: { this: { configuration: JSON.stringify(document) } },
    },
  });
}
