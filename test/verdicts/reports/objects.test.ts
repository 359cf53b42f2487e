import { all, type Lake, reported, serious } from "./lake";

const bundle = ({ resource }: Lake) => resource.aws_s3_object?.bundle;
const tls = ({ document }: Lake) =>
  document.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration;

describe("the object of a bundle", () => {
  test.each([
    ["its ARN", "${aws_s3_object.bundle.arn}"],
    ["its bucket's ARN and its key", "${aws_s3_bucket.store.arn}/${aws_s3_object.bundle.key}"],
    ["its bucket's id and its id", "s3://${aws_s3_bucket.store.id}/${aws_s3_object.bundle.id}"],
    ["its literal name", "s3://lake-artifacts-example/tls/live.zip"],
  ])("is found by %s", (_, uri) => {
    const report = reported((lake) => {
      tls(lake).S3Object = uri;
    });
    expect(serious(report)).toEqual([]);
    expect(all(report)).not.toContain("info object.not_in_plan");
    expect(report.notEvaluated.filter(({ rule }) => /^(bundle|cert|config)\./.test(rule))).toEqual([]);
  });
});

describe("a change of the file", () => {
  const changed = (values: object) =>
    serious(
      reported((lake) => {
        Object.assign(bundle(lake), values);
      }),
    );

  test("is not seen by a hash that is a word", () => {
    expect(changed({ source_hash: "v1" })).toEqual(["warning object.change_unseen constant"]);
    expect(changed({ source_hash: "2026-11-01" })).toEqual(["warning object.change_unseen constant"]);
  });

  test("is seen by what is written as a hash", () => {
    expect(changed({ source_hash: "35c4a902792711d0941de0daf987e1a7" })).toEqual([]);
    expect(changed({ source_hash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" })).toEqual([]);
  });

  test("is seen by a key that holds the file's hash, and not by another key", () => {
    const hashed = reported((lake) => {
      bundle(lake).key = "tls/0f343b0931126a20f133d67c2b018a3b.zip";
      delete bundle(lake).source_hash;
      lake.files = {};
    });
    expect(serious(hashed)).not.toContain("warning object.change_unseen");
    const named = reported((lake) => {
      delete bundle(lake).source_hash;
    });
    expect(serious(named)).toEqual(["warning object.change_unseen"]);
  });
});
