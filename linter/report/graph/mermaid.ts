import type { Graph, GraphEdge, GraphNode, Mark, Picture } from "../../graph/graph";
import { edgeWords, marksOf, nodeLine, partLine, pictureTitle, shortened, weightOf } from "./words";

/** The pictures as one Mermaid flowchart, which GitHub and GitLab render in comments. */
export function mermaid({ pictures }: Graph): string {
  const body = pictures.flatMap((picture, index) => pictureLines(picture, pictures.length > 1 ? `p${index}` : ""));
  return `${["flowchart LR", ...body, ...classes].join("\n")}\n`;
}

const classes = [
  "  classDef external stroke-dasharray:5 3",
  "  classDef unknown stroke-dasharray:2 3",
  "  classDef error stroke:#c62828,stroke-width:3px",
  "  classDef warning stroke:#b26a00,stroke-width:3px",
];

function pictureLines(picture: Picture, prefix: string): readonly string[] {
  const id = (node: string) => `${prefix}${node}`;
  const nodes = picture.nodes.map((node) => `  ${id(node.id)}${shape(node)}${classOf(node)}`);
  const edges = picture.edges.map((edge) => `  ${id(edge.from)} ${arrow(edge)} ${id(edge.to)}`);
  if (prefix === "") return [...nodes, ...edges];
  return [
    `  subgraph ${prefix}[${quoted([pictureTitle(picture, 80)])}]`,
    ...[...nodes, ...edges].map((line) => `  ${line}`),
    "  end",
  ];
}

function shape(node: GraphNode): string {
  const lines = [
    shortened(node.label, 60),
    nodeLine(node),
    ...node.parts.map((part) => shortened(partLine(part), 70)),
    ...ruleLines(marksOf(node)),
  ];
  const [open, close] = shapes[node.kind] ?? ["[", "]"];
  return `${open}${quoted(lines)}${close}`;
}

const shapes: { readonly [kind in GraphNode["kind"]]?: readonly [string, string] } = {
  key: ["([", "])"],
  role: ["(", ")"],
  bucket: ["[(", ")]"],
};

function ruleLines(marks: readonly Mark[]): readonly string[] {
  const open = marks.filter(({ accepted, severity }) => accepted === undefined && severity !== "info");
  const rules = [...new Set(open.map(({ severity, rule }) => `${severity === "error" ? "✖" : "▲"} ${rule}`))];
  return rules.length > 4 ? [...rules.slice(0, 3), `and ${rules.length - 3} more`] : rules;
}

function classOf(node: GraphNode): string {
  const weight = weightOf(marksOf(node));
  if (weight === "error" || weight === "warning") return `:::${weight}`;
  return node.origin === "managed" ? "" : `:::${node.origin}`;
}

function arrow(edge: GraphEdge): string {
  const label = quoted([shortened(edgeWords(edge), 80), ...ruleLines(edge.marks)]);
  if (edge.state === "denied") return `--x|${label}|`;
  return edge.state === "unknown" ? `-.->|${label}|` : `-->|${label}|`;
}

/** A label in which nothing is Mermaid's or HTML's syntax: everything but plain characters is written as its number. */
function quoted(lines: readonly string[]): string {
  const safe = lines.map((line) =>
    line.replace(/[^\p{L}\p{N} .,:/✖▲·…-]/gu, (character) => `#${character.codePointAt(0)};`),
  );
  return `"${safe.join("<br/>")}"`;
}
