import { groupBy } from "../../../formats/group-by";
import type { GraphEdge, GraphNode, Picture } from "../../graph/graph";
import { distinct } from "../words";
import { edgeWords, marksOf, nodeLine, partLine, shortened } from "./words";

/** A point of the picture, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its place; `x` and `y` are its upper left corner. */
export interface Box extends Point {
  readonly node: GraphNode;
  readonly width: number;
  readonly height: number;
  /** Lines below the title, with their height from the top of the box; the parts come in their order. */
  readonly lines: readonly BoxLine[];
}

/** A line of text in a box. */
export interface BoxLine {
  readonly text: string;
  readonly y: number;
  readonly kind: "title" | "what" | "section" | "part" | "finding";
  /** Number of the part, where the line is one. */
  readonly part?: number;
}

/** An edge with its way from the edge of one box to that of another. */
export interface Line {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  readonly label: string;
  readonly labelAt: Point;
  readonly labelWidth: number;
}

/** A picture that is laid out. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

// Its types describe the ES module; this is the CommonJS build.
const { graphlib, layout: runLayout } = require("@dagrejs/dagre") as typeof import("@dagrejs/dagre", { with: {
  "resolution-mode": "import",
}});

const lineHeight = 18;
const padding = 12;
const longestLine = 42;
/** Width of a character, so that no text measured by a browser is wider than its box. */
const characterWidth = 7.3;
const boldWidth = 8.1;
const labelCharacter = 6.2;

/** Lays a picture out from left to right: clusters, configurations and roles, keys and objects. */
export function layOut({ nodes, edges }: Picture): Layout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 56, edgesep: 14, marginx: 16, marginy: 16 });
  const drafts = new Map(nodes.map((node) => [node.id, boxOf(node)]));
  for (const [id, { width, height }] of drafts) graph.setNode(id, { width, height });
  for (const [index, edge] of edges.entries()) {
    const label = labelOf(edge);
    graph.setEdge(
      edge.from,
      edge.to,
      { width: textWidth(label, labelCharacter) + 10, height: 16, labelpos: "c" },
      `${index}`,
    );
  }
  runLayout(graph);
  const boxes = [...drafts].map(([id, box]): Box => {
    const { x, y } = graph.node(id) as Point;
    return { ...box, x: Math.round(x - box.width / 2), y: Math.round(y - box.height / 2) };
  });
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const ways = edges.map((edge, index) => graph.edge(edge.from, edge.to, `${index}`) as Way);
  const ends = endsOf(edges, byId, new Map(edges.map((edge, index) => [edge, ways[index]?.y ?? 0])));
  const lines = edges.flatMap((edge, index) => (ways[index] ? [lineOf(edge, ways[index], ends)] : []));
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  return { width: Math.ceil(finite(width)), height: Math.ceil(finite(height)), boxes, lines };
}

interface Way {
  readonly points: readonly Point[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** An empty picture has no size. */
function finite(size: number): number {
  return Number.isFinite(size) ? size : 0;
}

function boxOf(node: GraphNode): Omit<Box, "x" | "y"> {
  const lines: BoxLine[] = [];
  let y = padding;
  const add = (kind: BoxLine["kind"], text: string, part?: number) => {
    y += lineHeight;
    lines.push({ kind, text: shortened(text, longestLine), y: y - 5, ...(part === undefined ? {} : { part }) });
  };
  add("title", node.label);
  add("what", nodeLine(node));
  let section = "";
  for (const [index, part] of node.parts.entries()) {
    if (part.section !== section) add("section", part.section.toUpperCase());
    section = part.section;
    add("part", partLine(part), index);
  }
  const open = marksOf(node).filter(({ accepted }) => accepted === undefined);
  const rules = distinct(open.map(({ severity, rule }) => `${severity}: ${rule}`));
  for (const rule of rules.length > 5 ? [...rules.slice(0, 4), `and ${rules.length - 4} more`] : rules)
    add("finding", rule);
  const widest = Math.max(
    ...lines.map(({ text, kind }) => textWidth(text, kind === "what" ? characterWidth : boldWidth)),
  );
  return { node, lines, width: Math.ceil(widest + 2 * padding + 6), height: y + padding };
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Extended_Pictographic}/gu;

/** Wide characters (emoji, Chinese, Japanese, Korean) take two places. */
function textWidth(text: string, character: number): number {
  return ([...text].length + (text.match(WIDE)?.length ?? 0)) * character;
}

function labelOf(edge: GraphEdge): string {
  return shortened(edgeWords(edge), 36);
}

/** Starts at the part that the edge leaves from, where it has one; ends at its own height on the left of its target. */
function lineOf(edge: GraphEdge, { points, x, y, width }: Way, ends: Ends): Line {
  const label = { label: labelOf(edge), labelAt: { x: round(x), y: round(y) }, labelWidth: Math.ceil(width) };
  const [from, to] = [ends.boxes.get(edge.from), ends.boxes.get(edge.to)];
  if (!from || !to || to.x < from.x + from.width) return { edge, points: points.map(rounded), ...label };
  const part = edge.fromPart === undefined ? undefined : from.lines.find((line) => line.part === edge.fromPart);
  const start = { x: from.x + from.width, y: part ? from.y + part.y - 4 : spread(edge, from, ends.leaving) };
  const end = { x: to.x, y: spread(edge, to, ends.arriving) };
  return { edge, points: [start, ...points.slice(1, -1), end].map(rounded), ...label };
}

/** The edges that meet at a box, from the top down: those that leave it and those that arrive. */
interface Ends {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly leaving: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly arriving: ReadonlyMap<string, readonly GraphEdge[]>;
}

function endsOf(
  edges: readonly GraphEdge[],
  boxes: ReadonlyMap<string, Box>,
  heights: ReadonlyMap<GraphEdge, number>,
): Ends {
  const sorted = [...edges].sort((a, b) => (heights.get(a) ?? 0) - (heights.get(b) ?? 0));
  return {
    boxes,
    leaving: groupBy(
      sorted.filter(({ fromPart }) => fromPart === undefined),
      ({ from }) => from,
    ),
    arriving: groupBy(sorted, ({ to }) => to),
  };
}

/** Height at which an edge meets a box, so that no two edges meet it at the same point. */
function spread(edge: GraphEdge, { node, y, height }: Box, groups: ReadonlyMap<string, readonly GraphEdge[]>): number {
  const group = groups.get(node.id) ?? [edge];
  return y + (height * (group.indexOf(edge) + 1)) / (group.length + 1);
}

function rounded({ x, y }: Point): Point {
  return { x: round(x), y: round(y) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
