import type { Graph, GraphNode, Mark, Picture } from "../../graph/graph";
import { layOut } from "../graph/layout";
import { type Anchor, arrowHeads, drawing } from "../graph/svg";
import { edgeWords, nodeLine } from "../graph/words";
import { code, table, text } from "./markup";

/** Every picture with its zoom, its legend, and the same as a table. */
export function pictures({ pictures: all }: Graph, anchorIn: (picture: Picture) => Anchor): string {
  if (all.length === 0) return "";
  return `${legend}${all.map((picture, index) => figure(picture, `p${index}`, anchorIn(picture))).join("")}${arrowDefinitions}`;
}

/** Markers that every picture refers to. */
const arrowDefinitions = `<svg class="picture" width="0" height="0" aria-hidden="true">${arrowHeads}</svg>`;

function figure(picture: Picture, id: string, anchor: Anchor): string {
  const { input, stack, nodes, edges } = picture;
  const name = [input, ...(stack === "" ? [] : [`stack ${stack}`])].join(" · ");
  const layout = layOut(picture);
  const summary = `${nodes.length} ${nodes.length === 1 ? "box" : "boxes"} and ${edges.length} ${edges.length === 1 ? "line" : "lines"}; the table below has the same information as text`;
  const svg = `<svg class="picture" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" role="group" aria-label="${text(`Picture of ${name}: ${summary}`)}">${drawing(layout, id, anchor)}</svg>`;
  const tools = `<div class="tools" hidden role="group" aria-label="Zoom"><button type="button" data-zoom="out">Zoom out</button><button type="button" data-zoom="in">Zoom in</button><button type="button" data-zoom="fit">Fit</button><button type="button" data-zoom="full">100 %</button><output class="meta">100 %</output></div>`;
  return `<figure class="drawn" aria-labelledby="${id}-c"><figcaption id="${id}-c">${text(name)}</figcaption>${tools}<div class="canvas" tabindex="0" role="region" aria-label="${text(`Picture of ${name}, can be scrolled; plus and minus zoom`)}">${svg}</div>${asTable(picture)}</figure>`;
}

const sample = (content: string) =>
  `<svg class="picture" width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">${content}</svg>`;
const line = (state: string) => sample(`<path class="line ${state}" d="M1 8H33"/>`);
const box = (origin: string) =>
  sample(`<g class="node ${origin}"><rect class="box" x="1" y="1" width="32" height="14" rx="4"/></g>`);
const legend = `<ul class="legend"><li>${line("allowed")}may use</li><li>${line("denied")}may not use</li><li>${line("unknown")}not evaluated</li><li>${line("reference")}refers to</li><li>${box("managed")}managed here</li><li>${box("external")}defined elsewhere</li><li>${box("unknown")}not known yet</li></ul>`;

/** The picture as a table, for readers who cannot see it. */
function asTable({ input, nodes, edges }: Picture): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const name = (id: string) => called(byId.get(id));
  const rows = nodes.map((node) => [
    called(node),
    text(nodeLine(node)),
    lines([
      ...node.parts.map((part) => text(`${part.section}, ${part.name}: ${part.value}`)),
      ...edges
        .filter(({ from }) => from === node.id)
        .map((edge) => `${text(edgeWords(edge))} → ${name(edge.to)}${rules(edge.marks)}`),
    ]),
    rules([...node.marks, ...node.parts.flatMap(({ marks }) => marks)]),
  ]);
  return `<details><summary>This picture as a table</summary>${table(`Resources of ${input} and what they refer to`, ["resource", "kind", "settings and references", "findings"], rows)}</details>`;
}

function called(node: GraphNode | undefined): string {
  return node ? code(node.address || node.label) : "";
}

function lines(items: readonly string[]): string {
  return items.map((item) => `<div>${item}</div>`).join("");
}

function rules(marks: readonly Mark[]): string {
  const names = [
    ...new Set(marks.map(({ rule, severity, accepted }) => `${severity}: ${rule}${accepted ? ` (${accepted})` : ""}`)),
  ];
  return names.length === 0 ? "" : ` ${names.map(text).join(", ")}`;
}
