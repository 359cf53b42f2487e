import type { GraphEdge, GraphNode, Picture } from "./graph";

/** From how many nodes on that differ in nothing but their name one stands for all of them. */
const fewest = 4;

/** Folds nodes that differ only in their name: a picture of hundreds of clusters stays one that people can read. */
export function foldAlike(picture: Picture): Picture {
  const groups = new Map<string, GraphNode[]>();
  const touching = edgesByNode(picture);
  for (const node of picture.nodes) {
    const key = signature(node, touching.get(node.id) ?? []);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const folded = new Map(
    [...groups.values()].flatMap((group) =>
      group.length < fewest ? [] : group.slice(1).map(({ id }) => [id, group[0]?.id ?? id] as const),
    ),
  );
  if (folded.size === 0) return picture;
  const sizes = new Map([...groups.values()].map((group) => [group[0]?.id ?? "", group] as const));
  return {
    ...picture,
    nodes: picture.nodes.filter(({ id }) => !folded.has(id)).map((node) => merged(node, sizes.get(node.id) ?? [node])),
    edges: distinctEdges(picture.edges, folded),
  };
}

function edgesByNode({ edges }: Picture): ReadonlyMap<string, readonly GraphEdge[]> {
  const touching = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    for (const end of new Set([edge.from, edge.to])) {
      const list = touching.get(end);
      if (list) list.push(edge);
      else touching.set(end, [edge]);
    }
  }
  return touching;
}

function signature({ id, kind, origin, change, parts, marks }: GraphNode, edges: readonly GraphEdge[]): string {
  const ends = edges.map((edge) => [
    edge.from === id ? "" : edge.from,
    edge.to === id ? "" : edge.to,
    edge.fromPart ?? -1,
    edge.label,
    edge.state,
    rules(edge.marks),
  ]);
  const lines = parts.map((part) => [part.name, part.value, part.validity, rules(part.marks)]);
  return JSON.stringify([kind, origin, change ?? "", lines, rules(marks), ends]);
}

function rules(marks: GraphNode["marks"]): readonly string[] {
  return [...new Set(marks.map(({ rule, severity, accepted = "" }) => `${severity} ${rule} ${accepted}`))].sort();
}

function merged(node: GraphNode, group: readonly GraphNode[]): GraphNode {
  if (group.length < fewest) return node;
  return {
    ...node,
    label: `${node.label} and ${group.length - 1} more`,
    count: group.length,
    marks: group.flatMap(({ marks }) => marks),
    parts: node.parts.map((part, index) => ({
      ...part,
      marks: group.flatMap(({ parts }) => parts[index]?.marks ?? []),
    })),
  };
}

function distinctEdges(edges: readonly GraphEdge[], folded: ReadonlyMap<string, string>): readonly GraphEdge[] {
  const kept = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const moved = { ...edge, from: folded.get(edge.from) ?? edge.from, to: folded.get(edge.to) ?? edge.to };
    const key = JSON.stringify([moved.from, moved.to, moved.fromPart ?? -1, moved.label, moved.state]);
    const before = kept.get(key);
    kept.set(key, before ? { ...before, marks: [...before.marks, ...edge.marks] } : moved);
  }
  return [...kept.values()];
}
