import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBundleFiles } from "../../../formats/bundle/read";
import type { ChangeEffect } from "../../../linter/report/finding";
import { runLint } from "../../../linter/run/lint";
import { mutualTrust } from "../../../linter/run/mutual-trust";
import { authorityAndLeaf, type Issued } from "../../support/certificates";

const now = new Date("2026-11-28T12:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));

interface Change {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly before?: object;
  readonly after?: object;
}

const document = (uri: string) =>
  JSON.stringify({
    EncryptionConfiguration: {
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: uri },
      },
    },
  });
const configuration = (name: string) => ({ id: name, name, configuration: document("s3://certs/emr.zip") });
const cluster = (name: string) => ({ id: `j-${name}`, name, security_configuration: "lake" });
const zip = (source: string) => ({ bucket: "certs", key: "emr.zip", source });

function lintChanges(changes: readonly Change[], estate?: object, settings?: string) {
  const plan = {
    format_version: "1.2",
    resource_changes: changes.map(({ type, name, actions, before = null, after = null }) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      change: { actions, before, after, after_unknown: {} },
    })),
  };
  const contents = new Map([["plan.json", Buffer.from(JSON.stringify(plan))]]);
  if (estate) writeFileSync(join(folder, "estate.json"), JSON.stringify(estate));
  return runLint(["plan.json"], { contents, now, cwd: folder, settings, ...(estate && { against: "estate.json" }) })
    .report;
}

const rehearsed = (changes: readonly Change[], estate?: object): readonly ChangeEffect[] =>
  lintChanges(changes, estate).changes ?? [];

const replaced = {
  type: "aws_emr_security_configuration",
  name: "lake",
  actions: ["delete", "create"],
  before: configuration("lake"),
  after: configuration("lake-2"),
};
const running = {
  type: "aws_emr_cluster",
  name: "etl",
  actions: ["no-op"],
  before: cluster("etl"),
  after: cluster("etl"),
};
const state = (...resources: readonly { readonly type: string; readonly name: string; readonly values: object }[]) => ({
  format_version: "1.0",
  values: {
    root_module: {
      resources: resources.map((one) => ({ ...one, mode: "managed", address: `${one.type}.${one.name}` })),
    },
  },
});

test("a configuration that a running cluster uses is not deleted by EMR; the safe order is in steps", () => {
  const [change] = rehearsed([replaced, running]);
  expect(change).toMatchObject({
    address: "aws_emr_security_configuration.lake",
    change: "replaced",
    effects: ["EMR refuses to delete 'lake' while aws_emr_cluster.etl uses it: the apply fails at this step"],
  });
  expect(change?.steps).toHaveLength(4);
});

test("a cluster that ends with its configuration does not block its deletion", () => {
  const ends = { ...running, actions: ["delete", "create"] };
  const effects = rehearsed([replaced, ends]).flatMap((each) => each.effects);
  expect(effects).toContain("it is deleted once aws_emr_cluster.etl has ended, in the same apply");
  expect(effects).toContain("the running cluster ends, and another one starts with the new settings");
});

test.each([
  ["TERMINATING", "EMR refuses to delete 'lake' while cluster j-other (other) uses it: the apply fails at this step"],
  ["TERMINATED_WITH_ERRORS", "no other known cluster uses 'lake'"],
])("a cluster of an estate in the state %s", (cluster_state, effect) => {
  const values = { ...cluster("other"), cluster_state };
  const [change] = rehearsed([replaced], state({ type: "aws_emr_cluster", name: "other", values }));
  expect(change?.effects[0]).toBe(effect);
});

test("changes that require steps come first, and what is only created last", () => {
  const added = { ...replaced, name: "added", actions: ["create"], before: undefined, after: configuration("added") };
  const gone = { ...running, name: "gone", actions: ["delete"], before: cluster("gone"), after: undefined };
  expect(rehearsed([added, gone, replaced, running]).map(({ address, change }) => `${address} ${change}`)).toEqual([
    "aws_emr_security_configuration.lake replaced",
    "aws_emr_cluster.gone destroyed",
    "aws_emr_security_configuration.added created",
  ]);
});

test("clusters of an estate count; without one, they are reported as not known", () => {
  expect(rehearsed([replaced])[0]?.effects[0]).toBe(
    "clusters outside this plan that use 'lake' are not known: EMR refuses the deletion while one exists",
  );
  const used = rehearsed([replaced], state({ type: "aws_emr_cluster", name: "other", values: cluster("other") }));
  expect(used[0]?.effects[0]).toBe(
    "EMR refuses to delete 'lake' while cluster j-other (other) uses it: the apply fails at this step",
  );
  const unused = rehearsed([replaced], state({ type: "aws_emr_cluster", name: "x", values: { id: "j-x" } }));
  expect(unused[0]?.effects).toEqual(["no other known cluster uses 'lake'"]);
});

test("nodes that join later download a new bundle, or cannot start without the old one", () => {
  const kept = { ...replaced, actions: ["no-op"], after: configuration("lake") };
  const object = { type: "aws_s3_object", name: "zip", before: zip("a.zip") };
  const updated = rehearsed([kept, { ...object, actions: ["update"], after: zip("b.zip") }]);
  expect(updated[0]?.effects[1]).toContain("download the new object: one cluster then has both");
  const removed = rehearsed([kept, { ...object, actions: ["delete"] }]);
  expect(removed[0]?.effects[1]).toBe("nodes that join a cluster with lake later cannot download it, and do not start");
  expect(rehearsed([{ ...object, actions: ["delete"] }])).toEqual([]);
});

test("old and new nodes trust each other, or only one of them does, by verified paths", () => {
  const files = (own: Issued, ...anchors: readonly Issued[]) =>
    readBundleFiles(
      new Map([
        ["certificateChain.pem", Buffer.from(own.pem)],
        ["trustedCertificates.pem", Buffer.from(anchors.map(({ pem }) => pem).join(""))],
      ]),
    );
  const [old, next] = [authorityAndLeaf(), authorityAndLeaf()];
  const at = now.getTime();
  const words = (former: readonly Issued[], later: readonly Issued[]) =>
    mutualTrust(files(old.leaf, ...former), files(next.leaf, ...later), at);
  expect(words([old.root, next.root], [old.root, next.root])).toBe(
    "nodes with the old and with the new certificate trust each other",
  );
  expect(words([old.root], [old.root, next.root])).toContain("old certificate do not trust the new one");
  expect(words([old.root, next.root], [next.root])).toContain("new certificate do not trust the old one");
  expect(words([old.root], [next.root])).toContain("do not trust each other");
  expect(words([], [next.root])).toBeUndefined();
});

test("keys that are destroyed, and key policies that change", () => {
  const key = {
    type: "aws_kms_key",
    name: "k",
    actions: ["delete"],
    before: { arn: "arn:aws:kms:x", deletion_window_in_days: 7 },
  };
  expect(rehearsed([key])[0]?.effects[2]).toBe(
    "after 7 days the key is deleted: data that it encrypted can no longer be read",
  );
  const policy = {
    type: "aws_kms_key_policy",
    name: "p",
    actions: ["update"],
    before: { key_id: "k" },
    after: { key_id: "k" },
  };
  expect(rehearsed([policy])[0]?.effects[0]).toContain("within minutes");
});

test("a key that is destroyed: configurations that name it, by its ARN or an alias, or none that is known", () => {
  const arn = "arn:aws:kms:eu-west-1:111122223333:key/k";
  const key = { type: "aws_kms_key", name: "k", actions: ["delete"], before: { arn, key_id: "k" } };
  const naming = (AwsKmsKey: string) => ({
    ...running,
    type: "aws_emr_security_configuration",
    before: { id: "lake", name: "lake", configuration: JSON.stringify({ AwsKmsKey }) },
    after: { id: "lake", name: "lake", configuration: JSON.stringify({ AwsKmsKey }) },
  });
  const alias = { name: "alias/data", arn: "arn:aws:kms:eu-west-1:111122223333:alias/data", target_key_id: "k" };
  const aliased = { ...running, type: "aws_kms_alias", before: alias, after: alias };
  const lake =
    "running clusters with lake fail at their next call to KMS, and nodes with encrypted disks at their next reboot";
  expect(rehearsed([key, naming(arn)])[0]?.effects[0]).toBe(lake);
  expect(rehearsed([key, aliased, naming(alias.arn)])[0]?.effects[0]).toBe(lake);
  expect(rehearsed([key, naming("another")])[0]?.effects.slice(0, 2)).toEqual([
    "no known security configuration names the key",
    "running clusters that use it fail at their next call to KMS, and nodes with encrypted disks at their next reboot",
  ]);
});

test("an alias that configurations name: another key, another name, or its end", () => {
  const alias = { name: "alias/data", arn: "arn:aws:kms:eu-west-1:111122223333:alias/data", target_key_id: "k" };
  const values = { id: "lake", name: "lake", configuration: JSON.stringify({ AwsKmsKey: alias.arn }) };
  const lake = { ...running, type: "aws_emr_security_configuration", before: values, after: values };
  const change = (actions: readonly string[], after?: object) => ({
    type: "aws_kms_alias",
    name: "a",
    actions,
    before: alias,
    after,
  });
  expect(rehearsed([change(["update"], { ...alias, target_key_id: "other" }), lake])).toMatchObject([
    {
      change: "updated",
      effects: [
        "clusters with lake encrypt with the new key from then on; their roles must be allowed to use it",
        "data that the previous key encrypted still requires that key",
      ],
    },
  ]);
  const gone =
    "clusters with lake no longer find a key at alias/data: encryption fails at their next call to KMS, and nodes that join later do not start";
  expect(rehearsed([change(["delete"]), lake])[0]?.effects).toEqual([gone]);
  expect(rehearsed([change(["delete", "create"], { ...alias, name: "alias/new" }), lake])[0]?.effects).toEqual([gone]);
  expect(rehearsed([change(["update"], alias), lake])).toEqual([]);
  expect(
    rehearsed([change(["delete"]), { ...lake, before: configuration("lake"), after: configuration("lake") }]),
  ).toEqual([]);
});

test("a configuration whose name is taken, by one that the same plan destroys, by itself, or by the estate", () => {
  const created = {
    ...replaced,
    name: "renamed",
    actions: ["create"],
    before: undefined,
    after: configuration("lake"),
  };
  const destroyed = { ...replaced, actions: ["delete"], after: undefined };
  const [fromOther] = rehearsed([destroyed, created]);
  expect(fromOther?.effects).toEqual([
    "a configuration 'lake' exists (aws_emr_security_configuration.lake): EMR refuses to create another one with this name until it is deleted",
  ]);
  expect(fromOther?.steps).toEqual([
    "write a moved block if only the address changes; otherwise give the new configuration another name",
  ]);
  const again = { ...replaced, after: configuration("lake") };
  const [itself] = rehearsed([{ ...again, actions: ["create", "delete"] }]);
  expect(itself?.effects.at(-1)).toContain("EMR refuses to create");
  expect(itself?.steps).toEqual(["give the new configuration another name"]);
  expect(rehearsed([again])[0]?.effects.join()).not.toContain("EMR refuses to create");
  const elsewhere = (region: string) =>
    state({
      type: "aws_emr_security_configuration",
      name: "x",
      values: { ...configuration("lake"), region },
    });
  const here = { ...created, after: { ...configuration("lake"), region: "eu-west-1" } };
  expect(rehearsed([here], elsewhere("eu-west-1"))[0]?.effects[0]).toContain(
    "a configuration 'lake' exists: EMR refuses",
  );
  expect(rehearsed([here], elsewhere("eu-west-2"))[0]?.effects[0]).toContain("clusters that are started with it");
});

test("clusters of another Region do not use a configuration of the same name", () => {
  const values = { ...cluster("far"), region: "eu-west-2" };
  const far = state({ type: "aws_emr_cluster", name: "far", values });
  const before = { ...configuration("lake"), region: "eu-west-1" };
  const [change] = rehearsed(
    [{ ...replaced, before, after: { ...configuration("lake-2"), region: "eu-west-1" } }],
    far,
  );
  expect(change?.effects).toEqual(["no other known cluster uses 'lake'"]);
});

test("a configuration that is replaced under its name, which a running cluster uses, needs another name", () => {
  const [change] = rehearsed([{ ...replaced, after: configuration("lake") }, running]);
  expect(change?.steps?.[0]).toBe("keep 'lake' as it is, and add the new configuration beside it with another name");
});

test("a configuration that only goes has steps without a new one", () => {
  const [change] = rehearsed([{ ...replaced, actions: ["delete"], after: undefined }, running]);
  expect(change?.steps).toEqual([
    "keep 'lake' in the code",
    "end aws_emr_cluster.etl",
    "remove 'lake' from the code, and apply",
  ]);
});

test("a plan that changes nothing has no such section", () => {
  expect(lintChanges([running]).changes).toBeUndefined();
});

test("resources that only the estate has are reported as drift", () => {
  const { notices } = lintChanges(
    [{ ...replaced, actions: ["no-op"], after: configuration("lake") }],
    state(
      { type: "aws_emr_security_configuration", name: "a", values: configuration("lake") },
      { type: "aws_emr_security_configuration", name: "b", values: configuration("by-hand") },
      { type: "aws_s3_object", name: "c", values: zip("c.zip") },
    ),
  );
  expect(notices.filter(({ kind }) => kind === "drift").map(({ message }) => message)).toEqual([
    "estate.json contains the security configuration by-hand, but no input contains it",
    "estate.json contains the bundle or JAR certs/emr.zip, but no input contains it",
  ]);
});

test("--against accepts only a state or a saved audit", () => {
  writeFileSync(join(folder, "wrong.json"), JSON.stringify({ format_version: "1.2", resource_changes: [] }));
  const lint = () => runLint([], { contents: new Map(), now, cwd: folder, against: "wrong.json" });
  expect(lint).toThrow("--against 'wrong.json' is neither a state nor a saved audit");
});

test("clusters that the settings declare are counted as running, once", () => {
  const settings = join(folder, "clusters.yaml");
  writeFileSync(settings, "known:\n  clusters:\n    j-ETL: { configuration: lake, name: etl, region: eu-west-1 }\n");
  const [change] = lintChanges([replaced], undefined, settings).changes ?? [];
  expect(change?.effects).toEqual([
    "EMR refuses to delete 'lake' while cluster j-ETL (etl) uses it: the apply fails at this step",
  ]);
  const known = state({ type: "aws_emr_cluster", name: "etl", values: { ...cluster("etl"), id: "j-ETL" } });
  expect(lintChanges([replaced], known, settings).changes?.[0]?.effects).toEqual([
    "EMR refuses to delete 'lake' while cluster j-ETL (etl) uses it: the apply fails at this step",
  ]);
});
