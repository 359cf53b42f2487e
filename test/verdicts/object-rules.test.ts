import { type Lake, reported, serious } from "./reports/lake";

/** Errors and warnings about the object of the bundle, of a lake that is changed. */
const found = (change: (lake: Lake) => void) => serious(reported(change)).filter((each) => each.includes(" object."));

const bundle = ({ resource }: Lake) => resource.aws_s3_object?.bundle;
const bucket = "${aws_s3_bucket.store.id}";
const block = ({ resource }: Lake) => resource.aws_s3_bucket_public_access_block?.store;
const none = {
  block_public_acls: false,
  ignore_public_acls: false,
  block_public_policy: false,
  restrict_public_buckets: false,
};
const openPolicy = {
  this: {
    bucket,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
    }),
  },
};

test("a private object in a private bucket is clean", () => {
  expect(found(() => {})).toEqual([]);
});

describe("an ACL of the object", () => {
  const withAcl = (acl: string, flags: object, more: object = {}) =>
    found((lake) => {
      bundle(lake).acl = acl;
      Object.assign(block(lake), none, flags);
      Object.assign(lake.resource, more);
    });
  const enforced = {
    aws_s3_bucket_ownership_controls: { store: { bucket, rule: { object_ownership: "BucketOwnerEnforced" } } },
  };
  const writer = {
    aws_s3_bucket_ownership_controls: { store: { bucket, rule: { object_ownership: "ObjectWriter" } } },
  };
  const account = { aws_s3_account_public_access_block: { this: { ...none, block_public_acls: true } } };

  test.each([
    ["public-read", "nothing blocks it", {}, writer, ["error object.public"]],
    ["public-read", "the bucket blocks it", { block_public_acls: true }, {}, ["error object.grant_refused"]],
    ["public-read", "the account blocks it", {}, account, ["error object.grant_refused"]],
    ["public-read", "the bucket ignores it", { ignore_public_acls: true }, {}, []],
    ["public-read", "ACLs are disabled", {}, enforced, ["error object.grant_refused"]],
    ["private", "ACLs are disabled", {}, enforced, ["error object.grant_refused"]],
    ["bucket-owner-full-control", "ACLs are disabled", {}, enforced, []],
    ["private", "the bucket blocks public ones", { block_public_acls: true }, writer, []],
  ])("%s, where %s", (acl, _, flags, more, expected) => {
    expect(withAcl(acl, flags, more)).toEqual(expected);
  });
});

describe("a public policy of the bucket", () => {
  test.each([
    ["nothing blocks it", {}, ["error object.public"]],
    ["the bucket blocks it", { block_public_policy: true }, ["error object.grant_refused"]],
    ["the bucket restricts who may use it", { restrict_public_buckets: true }, []],
  ])("where %s", (_, flags, expected) => {
    const rules = found((lake) => {
      Object.assign(block(lake), none, flags);
      lake.resource.aws_s3_bucket_policy = openPolicy;
    });
    expect(rules).toEqual(expected);
  });
});

describe("the lifecycle of the bucket", () => {
  const withRules = (rule: object, more: object = {}) =>
    found((lake) => {
      lake.resource.aws_s3_bucket_lifecycle_configuration = { store: { bucket, rule, ...more } };
    });
  const expiration = { days: 30 };
  const transition = [{ days: 30, storage_class: "DEEP_ARCHIVE" }];
  const rule = { id: "tidy", status: "Enabled" };
  const anySize = { transition_default_minimum_object_size: "varies_by_storage_class" };

  test.each([
    ["deletes every object", { ...rule, filter: {}, expiration }, {}, ["warning object.expires"]],
    ["deletes a prefix above it", { ...rule, filter: { prefix: "tls/" }, expiration }, {}, ["warning object.expires"]],
    ["deletes another prefix", { ...rule, filter: { prefix: "logs/" }, expiration }, {}, []],
    ["deletes objects with a tag", { ...rule, filter: { tag: { key: "a", value: "b" } }, expiration }, {}, []],
    ["is disabled", { ...rule, status: "Disabled", expiration }, {}, []],
    ["deletes former versions alone", { ...rule, noncurrent_version_expiration: { noncurrent_days: 30 } }, {}, []],
    ["archives objects of any size", { ...rule, transition }, anySize, ["warning object.archived"]],
    ["archives large objects", { ...rule, transition }, {}, []],
    [
      "archives objects from a size on",
      { ...rule, filter: { object_size_greater_than: 0 }, transition },
      {},
      ["warning object.archived"],
    ],
    [
      "moves them to a class that is read at once",
      { ...rule, transition: [{ days: 30, storage_class: "GLACIER_IR" }] },
      anySize,
      [],
    ],
  ])("%s", (_, given, more, expected) => {
    expect(withRules(given, more)).toEqual(expected);
  });

  test("deletes objects with a tag that the object has", () => {
    const tag = { key: "team", value: "data" };
    const rules = found((lake) => {
      bundle(lake).tags = { team: "data", stage: "live" };
      lake.resource.aws_s3_bucket_lifecycle_configuration = {
        store: { bucket, rule: { ...rule, filter: { tag }, expiration } },
      };
    });
    expect(rules).toEqual(["warning object.expires"]);
  });

  test.each([
    ["a prefix that is known after apply", { prefix: "${aws_kms_key.objects.key_id}/" }],
    ["objects from a size on", { object_size_greater_than: 1_000_000 }],
    ["objects up to a size", { and: { prefix: "tls/", object_size_less_than: 1_000_000 } }],
  ])("is not evaluated for %s", (_, filter) => {
    const { findings, notEvaluated } = reported((lake) => {
      lake.resource.aws_s3_bucket_lifecycle_configuration = {
        store: { bucket, rule: { ...rule, filter, expiration } },
      };
    });
    expect(findings.filter(({ rule: id }) => id === "object.expires")).toEqual([]);
    expect(notEvaluated.map(({ rule: id }) => id)).toContain("object.expires");
  });

  test.each([
    ["ARCHIVE_ACCESS", "INTELLIGENT_TIERING", ["info object.archived large"]],
    ["ARCHIVE_ACCESS", "STANDARD", []],
  ])("the tier %s of Intelligent-Tiering, for an object in %s", (access_tier, storage_class, expected) => {
    const { findings } = reported((lake) => {
      bundle(lake).storage_class = storage_class;
      lake.resource.aws_s3_bucket_intelligent_tiering_configuration = {
        store: { bucket, name: "all", tiering: [{ access_tier, days: 90 }] },
      };
    });
    const archived = findings.filter(({ rule: id }) => id === "object.archived");
    expect(archived.map(({ severity, rule: id, variant }) => `${severity} ${id} ${variant}`)).toEqual(expected);
  });
});

describe("etag with encryption by KMS", () => {
  test.each([
    ["beside kms_key_id is refused", {}, ["error object.change_unseen refused"]],
    [
      "by the algorithm alone is a change in every plan",
      { kms_key_id: undefined, server_side_encryption: "aws:kms" },
      ["warning object.change_unseen always"],
    ],
  ])("%s", (_, values, expected) => {
    const rules = found((lake) => {
      Object.assign(bundle(lake), { etag: "47bce5c74f589f4867dbd57e9ca9f808", ...values });
      delete bundle(lake).source_hash;
    });
    expect(rules.filter((each) => each.includes("change_unseen"))).toEqual(expected);
  });
});
