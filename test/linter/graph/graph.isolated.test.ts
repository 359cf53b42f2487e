import { readFileSync } from "node:fs";
import { join } from "node:path";
import { foldAlike } from "../../../linter/graph/fold";
import type { GraphEdge, GraphNode, Picture } from "../../../linter/graph/graph";
import { shortName } from "../../../linter/graph/name";
import { runLint } from "../../../linter/run/lint";
import { bundleZip, issue } from "../../support/certificates";
import { expectNoBlowUp } from "../../support/work";
import { folderOf, PLANS } from "../models";

const now = new Date("2026-11-23T12:00:00Z");

function pictureOf(input: string): Picture {
  const [picture] = runLint([join(PLANS, input)], { draw: true, now }).graph?.pictures ?? [];
  if (!picture) throw new Error(`no picture of ${input}`);
  return picture;
}

/** Every edge as one line, by the names of its ends. */
function linesOf({ nodes, edges }: Picture): readonly string[] {
  const name = (id: string) => nodes.find((node) => node.id === id)?.label;
  return edges.map(({ from, to, label, state }) => `${name(from)} | ${state} | ${label} | ${name(to)}`);
}

function rulesOf(marks: GraphNode["marks"]): readonly string[] {
  return marks.map(({ rule }) => rule);
}

describe("the picture of a plan", () => {
  const company = pictureOf("verdicts/company/plan.json");

  test("shows keys, roles and permissions of each resource", () => {
    expect(linesOf(company)).toEqual([
      "aws_emr_cluster.this | reference | encrypted by | aws_emr_security_configuration.this",
      "aws_emr_cluster.this | reference | nodes run as | nodes",
      "aws_emr_cluster.this | reference | service role | service",
      "aws_emr_security_configuration.this | reference | encrypts S3 | s3",
      "aws_emr_security_configuration.this | reference | encrypts local disks | disk",
      "bundle | reference | encrypts the bundle | artifacts",
      "bundle | reference | is in | artifacts",
      "aws_emr_security_configuration.this | reference | downloads the bundle | bundle",
      "nodes | allowed | S3 | s3",
      "nodes | allowed | local disks | disk",
      "service | allowed | EBS volumes | disk",
      "nodes | allowed | the bundle | artifacts",
      "service | allowed | the bundle | artifacts",
    ]);
  });

  test("a configuration shows its two halves, and edges leave from the line that they are about", () => {
    const [configuration] = company.nodes.filter(({ kind }) => kind === "configuration");
    expect(configuration?.parts.map(({ section, name, value }) => [section, name, value])).toEqual([
      ["at rest", "S3", "SSE-KMS"],
      ["at rest", "local disks", "AwsKms, with EBS"],
      ["in transit", "certificates", "PEM"],
    ]);
    const leaving = company.edges.filter(({ from }) => from === configuration?.id);
    expect(leaving.map(({ fromPart, label }) => [fromPart, label])).toEqual([
      [0, "encrypts S3"],
      [1, "encrypts local disks"],
      [2, "downloads the bundle"],
    ]);
  });

  test("a right that is missing is an edge of its own colour, and the finding about it is on the edge", () => {
    const { edges } = pictureOf("keys/plan.json");
    const denied = edges.filter(({ state, marks }) => state === "denied" && rulesOf(marks).includes("key.denied_role"));
    expect(denied.map(({ label }) => label)).toEqual(["S3 (lacks Decrypt)"]);
  });

  test("a finding about a setting is on that line of the configuration", () => {
    const { nodes } = pictureOf("json-syntax/plan.json");
    const parts = nodes.find(({ address }) => address === "aws_emr_security_configuration.encoded")?.parts ?? [];
    expect(parts.map(({ name, marks }) => [name, rulesOf(marks)])).toEqual([
      ["S3", ["config.shared_key"]],
      ["local disks", []],
      ["traffic between nodes", ["config.in_transit_disabled"]],
    ]);
  });

  test("every finding of a report is in the picture, once", () => {
    const input = join(PLANS, "keys/plan.json");
    const { report, graph } = runLint([input], { draw: true, now });
    const [picture] = graph?.pictures ?? [];
    const marks = [
      ...(picture?.nodes ?? []).flatMap(({ marks, parts }) => [...marks, ...parts.flatMap((part) => part.marks)]),
      ...(picture?.edges ?? []).flatMap((edge) => edge.marks),
    ];
    expect(marks.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      report.findings.map(({ fingerprint }) => fingerprint).sort(),
    );
  });

  test("what a plan from HCL does not reveal is drawn as unknown", () => {
    const plan = readFileSync(join(PLANS, "verdicts/hcl/plan.json"));
    const cwd = folderOf({ "plan.json": plan });
    const [picture] = runLint(["plan.json"], { cwd, draw: true, now }).graph?.pictures ?? [];
    const [first] = (picture?.nodes ?? []).filter(({ kind }) => kind === "configuration");
    expect(first?.parts.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
  });

  test("a run without pictures has no graph", () => {
    expect(runLint([join(PLANS, "hcl/plan.json")], { now })).not.toHaveProperty("graph");
  });
});

describe("the picture of a bundle", () => {
  test("shows the certificate path with its validity", () => {
    const ca = issue({ subject: "CN=Example CA", ca: true });
    const leaf = issue({ subject: "CN=*.ec2.internal", dns: ["*.ec2.internal"], by: ca });
    const zip = bundleZip({
      "privateKey.pem": leaf.privateKeyPem,
      "certificateChain.pem": leaf.pem,
      "trustedCertificates.pem": ca.pem,
    });
    const cwd = folderOf({ "certs.zip": zip });
    const [picture] = runLint(["certs.zip"], { cwd, draw: true, now }).graph?.pictures ?? [];
    expect(picture?.nodes.map(({ kind, label, origin }) => [kind, label, origin])).toEqual([
      ["bundle", "certs.zip", "managed"],
    ]);
    const parts = picture?.nodes[0]?.parts ?? [];
    expect(parts.map(({ section, name, value }) => [section, name, value])).toEqual([
      ["certificate path", "nodes' certificate", "CN=*.ec2.internal"],
      ["certificate path", "trusted", "CN=Example CA"],
    ]);
    for (const { validity } of parts) expect(validity?.notAfter).toBeGreaterThan(validity?.notBefore ?? 0);
  });
});

describe("nodes that differ only in their name", () => {
  const configuration = { id: "c", kind: "configuration", label: "c", address: "c" } as const;
  const plain = { origin: "managed", parts: [], marks: [] } as const;
  const clusters = (count: number): readonly GraphNode[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `n${index}`,
      kind: "cluster",
      label: `n${index}`,
      address: `n${index}`,
      ...plain,
    }));
  const picture = (nodes: readonly GraphNode[]): Picture => ({
    input: "plan.json",
    stack: "",
    nodes: [{ ...configuration, ...plain }, ...nodes],
    edges: nodes.map(
      ({ id }): GraphEdge => ({ from: id, to: "c", label: "encrypted by", state: "reference", marks: [] }),
    ),
  });

  test("are one node from four on, with one edge", () => {
    const folded = foldAlike(picture(clusters(300)));
    expect(folded.nodes.map(({ label, count }) => [label, count])).toEqual([
      ["c", undefined],
      ["n0 and 299 more", 300],
    ]);
    expect(folded.edges).toHaveLength(1);
  });

  test("stay separate below that, and if a finding distinguishes one", () => {
    expect(foldAlike(picture(clusters(3))).nodes).toHaveLength(4);
    const mark = { rule: "cluster.x", severity: "error", message: "m", fingerprint: "f" } as const;
    const nodes = clusters(5).map((node, index) => (index === 0 ? { ...node, marks: [mark] } : node));
    expect(foldAlike(picture(nodes)).nodes.map(({ label }) => label)).toEqual(["c", "n0", "n1 and 3 more"]);
  });

  /** Stacks of a cluster, its configuration and two keys each; in every third one key does for both. */
  function lakes(count: number): Picture {
    const numbers = Array.from({ length: count }, (_, index) => index);
    const box = (id: string, kind: GraphNode["kind"]): GraphNode => ({ id, kind, label: id, address: id, ...plain });
    const line = (from: string, to: string, label: string): GraphEdge => ({
      from,
      to,
      label,
      state: "reference",
      marks: [],
    });
    return {
      input: "plan.json",
      stack: "",
      nodes: numbers.flatMap((n) => [
        box(`n${n}`, "cluster"),
        box(`c${n}`, "configuration"),
        box(`s${n}`, "key"),
        box(`d${n}`, "key"),
      ]),
      edges: numbers.flatMap((n) => [
        line(`n${n}`, `c${n}`, "encrypted by"),
        line(`c${n}`, `s${n}`, "encrypts S3"),
        line(`c${n}`, n % 3 === 0 ? `s${n}` : `d${n}`, "encrypts local disks"),
      ]),
    };
  }

  test("fold as whole stacks of one shape where there are many, each shape on its own", () => {
    const { nodes, edges } = foldAlike(lakes(75));
    expect(nodes.map(({ label }) => label)).toEqual([
      "n0 and 24 more",
      "c0 and 24 more",
      "s0 and 24 more",
      "d0 and 24 more",
      "n1 and 49 more",
      "c1 and 49 more",
      "s1 and 49 more",
      "d1 and 49 more",
    ]);
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "n0 c0",
      "c0 s0",
      "c0 s0",
      "n1 c1",
      "c1 s1",
      "c1 d1",
    ]);
    expect(foldAlike(lakes(9)).nodes).toHaveLength(36);
  });

  test("a circle folds, and a chain longer than the comparison reaches is drawn in full", () => {
    const ring = lakes(60);
    const around = ring.nodes.map(({ id }, index): GraphEdge => {
      const to = ring.nodes[(index + 1) % ring.nodes.length]?.id ?? "";
      return { from: id, to, label: "next", state: "reference", marks: [] };
    });
    const same = ring.nodes.map((node) => ({ ...node, kind: "key" as const }));
    expect(foldAlike({ ...ring, nodes: same, edges: around }).nodes).toHaveLength(1);
    expect(foldAlike({ ...ring, nodes: same, edges: around.slice(1) }).nodes).toHaveLength(240);
  });

  test("twice the stacks are no more than twice the work", () => {
    expectNoBlowUp(200, (count) => foldAlike(lakes(count)));
  });
});

test.each([
  ["aws_kms_key.s3", "s3"],
  ["module.lake.aws_kms_key.s3", "lake.s3"],
  ['module.lake["a.b"].aws_kms_key.k["x"]', 'lake["a.b"].k["x"]'],
  ["aws_emr_cluster.this", "aws_emr_cluster.this"],
  ["arn:aws:kms:us-east-1:111122223333:key/1234", "key/1234"],
  ["tls_private_key.leaf", "tls_private_key.leaf"],
])("%s is called %s", (address, name) => {
  expect(shortName(address)).toBe(name);
});
