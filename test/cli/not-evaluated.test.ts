import { lint } from "../../linter";
import { reporter } from "../../linter/report";
import { folderOf } from "../linter/models";

const configuration = JSON.stringify({
  EncryptionConfiguration: {
    EnableAtRestEncryption: false,
    EnableInTransitEncryption: true,
    InTransitEncryptionConfiguration: {
      TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://lake/certs.zip" },
    },
  },
});

function text(resource: object, verbose = false): string {
  const cwd = folderOf({ "main.tf.json": JSON.stringify({ resource }) });
  const report = lint(["main.tf.json"], { cwd, now: new Date("2026-12-01T00:00:00Z") });
  return reporter("text")(report, { quiet: false, verbose, colour: false, columns: 80 }).replace(/\s+/g, " ");
}

test("the rules about the content of a bundle that is not here are one line", () => {
  const lake = { lake: { name: "lake", configuration } };
  const short = text({ aws_emr_security_configuration: lake });
  expect(short).toMatch(
    /aws_emr_security_configuration\.lake: .*so \d\d rules about the bundle's content were not eval/,
  );
  expect(short).not.toContain("bundle.file_missing");
  expect(text({ aws_emr_security_configuration: lake }, true)).toContain("bundle.file_missing");
});

test("a configuration that is not read is listed before a bundle that is not here", () => {
  const found = text({
    aws_emr_security_configuration: {
      lake: { name: "lake", configuration },
      other: { name: "other", configuration: "${var.unknown}" },
    },
  });
  const unread = found.indexOf("at: aws_emr_security_configuration.other");
  expect(unread).toBeGreaterThan(0);
  expect(unread).toBeLessThan(found.indexOf("rules about the bundle's content"));
});
