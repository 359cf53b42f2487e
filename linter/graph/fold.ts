import { groupBy, groupByEach } from "../../formats/group-by";
import type { GraphEdge, GraphNode, Picture } from "./graph";

/** Number of nodes, equal but for their names, from which one node represents them all. */
const fewest = 4;

/** Number of nodes from which stacks of the same shape are folded as well, and not only nodes with the same neighbours. */
const many = 40;
/** Rounds in which the comparison follows edges: a few more than the longest chain from a cluster to a bucket. */
const mostRounds = 32;

/** Folds nodes that differ only in their name, so that a picture of hundreds of clusters stays readable. */
export function foldAlike(picture: Picture): Picture {
  const touching = edgesByNode(picture);
  const likeness = picture.nodes.length < many ? likenessBeside(picture, touching) : likenessByShape(picture, touching);
  const groups = groupBy(picture.nodes, ({ id }) => likeness.get(id) ?? id);
  const folded = new Map(
    [...groups.values()].flatMap((group) =>
      group.length < fewest ? [] : group.slice(1).map(({ id }) => [id, group[0].id] as const),
    ),
  );
  if (folded.size === 0) return picture;
  const sizes = new Map([...groups.values()].map((group) => [group[0].id, group] as const));
  return {
    ...picture,
    nodes: picture.nodes.filter(({ id }) => !folded.has(id)).map((node) => merged(node, sizes.get(node.id) ?? [node])),
    edges: distinctEdges(picture.edges, folded),
  };
}

type Touching = ReadonlyMap<string, readonly GraphEdge[]>;
type Likeness = ReadonlyMap<string, string>;

/** Nodes are alike if they have the same content and edges to the same nodes. */
function likenessBeside({ nodes }: Picture, touching: Touching): Likeness {
  return new Map(nodes.map((node) => [node.id, JSON.stringify([sayingOf(node), ends(node, touching, String)])]));
}

/** Nodes are alike if they have the same content and edges to nodes that are alike, so that fifty stacks of one shape are drawn once. */
function likenessByShape({ nodes }: Picture, touching: Touching): Likeness {
  let likeness = interned(nodes.map((node) => [node.id, sayingOf(node)]));
  for (let round = 0; round < mostRounds; round += 1) {
    const current = likeness;
    const named = (id: string) => current.get(id) ?? id;
    const next = interned(
      nodes.map((node) => [node.id, JSON.stringify([named(node.id), ends(node, touching, named)])] as const),
    );
    if (new Set(next.values()).size === new Set(current.values()).size) return current;
    likeness = next;
  }
  return likenessBeside({ input: "", stack: "", nodes, edges: [] }, touching);
}

/** The same with a short name in place of each long one. */
function interned(entries: readonly (readonly [string, string])[]): Likeness {
  const short = new Map<string, string>();
  return new Map(
    entries.map(([id, long]) => {
      const name = short.get(long) ?? `${short.size}`;
      short.set(long, name);
      return [id, name] as const;
    }),
  );
}

function edgesByNode({ edges }: Picture): Touching {
  return groupByEach(edges, ({ from, to }) => new Set([from, to]));
}

/** Edges of a node, with the names of their other ends. */
function ends({ id }: GraphNode, touching: Touching, named: (id: string) => string): readonly string[] {
  return (touching.get(id) ?? [])
    .map(({ from, to, fromPart = -1, label, state, marks }) =>
      JSON.stringify([
        from === id ? "" : named(from),
        to === id ? "" : named(to),
        fromPart,
        label,
        state,
        rules(marks),
      ]),
    )
    .sort();
}

/** The content of a node besides its name. */
function sayingOf({ kind, origin, change, parts, marks }: GraphNode): string {
  const lines = parts.map((part) => [part.name, part.value, part.validity, rules(part.marks)]);
  return JSON.stringify([kind, origin, change ?? "", lines, rules(marks)]);
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
