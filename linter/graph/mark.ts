import type { Finding, Report } from "../report/finding";
import type { Draft, DraftEdge, DraftNode } from "./canvas";
import type { Excerpt } from "./excerpt-line";
import { foldAlike } from "./fold";
import type { Graph, GraphNode, Mark, Picture } from "./graph";
import { shortName } from "./name";

/** Rows of facts that findings are about, by fingerprint. */
export type FindingRows = ReadonlyMap<string, string>;

/** A draft with what its findings are about. */
export interface DrawnInput {
  readonly draft: Draft;
  readonly rows: FindingRows;
  readonly excerpts: readonly (readonly [string, Excerpt])[];
}

/** Marks the findings of a report on the nodes and edges that they are about. */
export function markGraph(drawn: readonly DrawnInput[], report: Omit<Report, "notEvaluated">): Graph {
  const all: readonly (readonly [Finding, Mark["accepted"]])[] = [
    ...report.findings.map((finding) => [finding, undefined] as const),
    ...report.waived.map((finding) => [finding, "waived"] as const),
    ...report.baseline.map((finding) => [finding, "baseline"] as const),
  ];
  return {
    graphVersion: 1,
    evaluatedAt: report.evaluatedAt,
    pictures: drawn
      .map(({ draft, rows }) => {
        const isOwn = ({ input, stack, change }: Finding) =>
          input === draft.input && stack === draft.stack && change !== "fixed";
        return markPicture(
          draft,
          rows,
          all.filter(([finding]) => isOwn(finding)),
        );
      })
      .filter(({ nodes }) => nodes.length > 0),
  };
}

type Target = { readonly edge: DraftEdge } | { readonly node: string; readonly part?: number | undefined };

function markPicture(
  draft: Draft,
  rows: FindingRows,
  findings: readonly (readonly [Finding, Mark["accepted"]])[],
): Picture {
  const edges = new Map(draft.edges.flatMap((edge) => edge.rows.map((row) => [row, edge] as const)));
  const nodes = new Map(draft.nodes);
  // A bundle has the address of the object that contains it.
  const byAddress = new Map(
    [...nodes].flatMap(([id, { address, kind }]) =>
      kind === "bundle" && address !== "" && nodes.has(address) ? [] : [[address, id]],
    ),
  );
  const marks = new Map<string, Mark[]>();
  for (const [finding, accepted] of findings) {
    const target = targetOf(finding, rows.get(finding.fingerprint) ?? "", { edges, nodes, byAddress });
    const key = "edge" in target ? edgeKey(target.edge) : nodeKey(target.node, target.part);
    marks.set(key, [...(marks.get(key) ?? []), markOf(finding, accepted)]);
  }
  const ids = new Map([...nodes.keys()].map((id, index) => [id, `n${index}`]));
  return foldAlike({
    input: draft.input,
    stack: draft.stack,
    nodes: [...nodes].map(([id, node]) => finished(ids.get(id) ?? id, id, node, marks)),
    edges: draft.edges.map(({ rows: _, ...edge }) => ({
      ...edge,
      from: ids.get(edge.from) ?? edge.from,
      to: ids.get(edge.to) ?? edge.to,
      marks: marks.get(edgeKey(edge)) ?? [],
    })),
  });
}

interface Places {
  readonly edges: ReadonlyMap<string, DraftEdge>;
  readonly nodes: Map<string, DraftNode>;
  readonly byAddress: Map<string, string>;
}

/** The edge of the row, else the node of the address or of the row; a resource that is not in the picture is added. */
function targetOf(finding: Finding, row: string, { edges, nodes, byAddress }: Places): Target {
  const edge = edges.get(row);
  if (edge) return { edge };
  const { address, within, path } = finding;
  const found =
    bundleNode(finding, row, nodes) ??
    byAddress.get(address) ??
    byAddress.get(row.slice(0, Math.max(row.lastIndexOf("#"), 0)));
  if (found !== undefined) return { node: found, part: partOf(nodes.get(found), within, path) };
  const name = address || finding.input;
  nodes.set(name, { kind: "resource", label: shortName(name), address: name, origin: "managed", parts: [] });
  byAddress.set(name, name);
  return { node: name };
}

/** A finding inside a bundle belongs to the bundle, not to the object that contains it. */
function bundleNode(
  { within, address }: Finding,
  row: string,
  nodes: ReadonlyMap<string, DraftNode>,
): string | undefined {
  const id = `bundle ${address}#`;
  return nodes.has(id) && (within !== "" || row === `${address}#`) ? id : undefined;
}

function partOf(node: DraftNode | undefined, within: string, path: Finding["path"]): number | undefined {
  const at = node?.parts.findIndex(({ properties = [], within: place }) =>
    place !== undefined ? place === within : properties.some((property) => path.includes(property)),
  );
  return at === undefined || at < 0 ? undefined : at;
}

function finished(id: string, key: string, node: DraftNode, marks: ReadonlyMap<string, readonly Mark[]>): GraphNode {
  return {
    ...node,
    id,
    parts: node.parts.map(({ properties: _, within: __, ...part }, index) => ({
      ...part,
      marks: marks.get(nodeKey(key, index)) ?? [],
    })),
    marks: marks.get(nodeKey(key)) ?? [],
  };
}

function markOf({ rule, severity, message, fingerprint }: Finding, accepted: Mark["accepted"]): Mark {
  return { rule, severity, message, fingerprint, ...(accepted ? { accepted } : {}) };
}

function nodeKey(id: string, part?: number): string {
  return JSON.stringify(["node", id, part ?? -1]);
}

function edgeKey({ from, to, fromPart, state }: Omit<DraftEdge, "rows">): string {
  return JSON.stringify(["edge", from, to, fromPart ?? -1, state === "reference"]);
}
