import type { Graph, GraphEdge, GraphNode, Mark, Picture } from "../../../../linter/graph/graph";

const mark: Mark = {
  rule: "config.shared_key",
  severity: "error",
  message: "S3 and local disks are encrypted with the same KMS key",
  fingerprint: "f".repeat(32),
};

export function node(id: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id, kind: "key", label: id, address: id, origin: "managed", parts: [], marks: [], ...more };
}

export function edge(from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge {
  return { from, to, label: "encrypts S3", state: "reference", marks: [], ...more };
}

export function graphOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[] = []): Graph {
  return graphs([{ input: "plan.json", stack: "", nodes, edges }]);
}

export function graphs(pictures: readonly Picture[]): Graph {
  return { graphVersion: 1, evaluatedAt: "2026-11-23T12:00:00Z", pictures };
}

/** One of everything. */
export const everything = graphOf(
  [
    node("n0", { kind: "cluster", label: "lake" }),
    node("n1", {
      kind: "configuration",
      label: "encryption",
      change: "replace",
      parts: [
        { section: "at rest", name: "S3", value: "SSE-KMS", state: "known", marks: [mark] },
        { section: "at rest", name: "local disks", value: "not set", state: "off", marks: [] },
        { section: "in transit", name: "certificates", value: "not known", state: "unknown", marks: [] },
      ],
    }),
    node("n2", { label: "lake" }),
    node("n3", { kind: "role", label: "nodes", origin: "external" }),
    node("n4", { kind: "object", label: "s3://artifacts/certs.zip", origin: "unknown" }),
    node("n5", { kind: "bucket", label: "artifacts" }),
    node("n6", {
      kind: "resource",
      label: "aws_vpc.main",
      marks: [{ ...mark, severity: "warning", rule: "key.no_network_path" }],
    }),
  ],
  [
    edge("n0", "n1", { label: "encrypted by" }),
    edge("n0", "n3", { label: "nodes run as" }),
    edge("n1", "n2", { fromPart: 0 }),
    edge("n1", "n4", { fromPart: 2, label: "downloads the bundle" }),
    edge("n4", "n5", { label: "is in" }),
    edge("n3", "n2", {
      label: "S3 (lacks Decrypt)",
      state: "denied",
      marks: [{ ...mark, rule: "key.instance_role_not_user" }],
    }),
  ],
);

/** Text that tries to break out of HTML, SVG, Mermaid, DOT and a terminal. */
export const hostileTexts: readonly string[] = [
  `</text></svg><script>alert(1)</script><svg onload="alert(1)">`,
  `"]; click n0 href "javascript:alert(1)"; n9["`,
  `"\\"; }\ndigraph x { a -> b`,
  '%%{init: {"securityLevel": "loose"}}%%\nsubgraph x\nend',
  "\u001b[31mred\u0007 \u202e gnp.txt \u2066 \uffff",
  "<img src=x onerror=alert(1)> ]]> <!-- --> &lt;b&gt; ${alert(1)} {{x}} `code`",
  "محرك التشفير 密钥 🔑🔐",
  "x".repeat(500),
];
