import type { Graph, GraphEdge, GraphNode, Mark, Picture } from "../../graph/graph";
import { distinct } from "../words";
import { edgeWords, marksOf, nodeLine, partLine, pictureTitle, shortened, weightOf } from "./words";

/** The pictures as a graph that Graphviz lays out. */
export function dot({ pictures }: Graph): string {
  const body = pictures.flatMap((picture, index) => pictureLines(picture, pictures.length > 1 ? index : undefined));
  const defaults = [
    "  rankdir=LR;",
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=10];',
  ];
  return `${["digraph emr_encryption {", ...defaults, ...body, "}"].join("\n")}\n`;
}

function pictureLines(picture: Picture, index: number | undefined): readonly string[] {
  const id = (node: string) => (index === undefined ? node : `p${index}_${node}`);
  const lines = [
    ...picture.nodes.map((node) => `  ${id(node.id)} [${nodeAttributes(node)}];`),
    ...picture.edges.map((edge) => `  ${id(edge.from)} -> ${id(edge.to)} [${edgeAttributes(edge)}];`),
  ];
  if (index === undefined) return lines;
  return [
    `  subgraph cluster_${index} {`,
    `    label=${quoted([pictureTitle(picture, 80)])};`,
    ...lines.map((line) => `  ${line}`),
    "  }",
  ];
}

const colours = { error: "#c62828", warning: "#b26a00", info: "#1565c0", accepted: "#616161" } as const;

function nodeAttributes(node: GraphNode): string {
  const weight = weightOf(marksOf(node));
  const lines = [node.label, nodeLine(node), ...node.parts.map(partLine), ...rules(marksOf(node))].map((line) =>
    shortened(line, 80),
  );
  const style = { managed: "rounded", external: "rounded,dashed", unknown: "rounded,dotted" }[node.origin];
  return [
    `label=${quoted(lines)}`,
    `style="${style}"`,
    ...(weight ? [`color="${colours[weight]}"`, "penwidth=2"] : []),
  ].join(", ");
}

function edgeAttributes(edge: GraphEdge): string {
  const weight = weightOf(edge.marks);
  const style = edge.state === "unknown" ? ["style=dashed"] : [];
  const colour = edge.state === "denied" ? colours.error : weight ? colours[weight] : undefined;
  return [
    `label=${quoted([edgeWords(edge), ...rules(edge.marks)].map((line) => shortened(line, 80)))}`,
    ...style,
    ...(colour ? [`color="${colour}"`] : []),
  ].join(", ");
}

function rules(marks: readonly Mark[]): readonly string[] {
  return distinct(marks.map(({ severity, rule }) => `${severity}: ${rule}`));
}

/** A quoted string of DOT; lines are left-aligned. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => `${line.replace(/["\\]/g, "\\$&")}\\l`).join("")}"`;
}
