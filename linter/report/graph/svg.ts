import type { Graph, Mark, Picture } from "../../graph/graph";
import { printable } from "../words";
import { type Box, type BoxLine, type Layout, type Line, layOut } from "./layout";
import { edgeWords, marksOf, nodeLine, pictureTitle, shortened, weightOf } from "./words";

/** The pictures below each other as one SVG file, without scripts, fonts or external files. */
export function svg({ pictures }: Graph): string {
  const laidOut = pictures.map((picture) => ({ picture, layout: layOut(picture) }));
  const width = Math.max(320, ...laidOut.map(({ layout }) => layout.width));
  let top = 0;
  const parts = laidOut.map(({ picture, layout }, index) => {
    const titled = pictures.length > 1;
    const part = `<g transform="translate(0 ${top + (titled ? titleHeight : 0)})">${titled ? title(picture) : ""}${drawing(layout, `p${index}`)}</g>`;
    top += layout.height + (titled ? titleHeight : 0);
    return part;
  });
  const height = Math.max(top, 40);
  const nothing =
    pictures.length === 0
      ? `<text x="16" y="26" class="what">contains no encryption resources of EMR on EC2</text>`
      : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Encryption of Amazon EMR: clusters, security configurations, roles, keys and certificates"><style>${pictureStyle()}</style><rect width="100%" height="100%" class="paper"/>${arrowHeads}${nothing}${parts.join("")}</svg>\n`;
}

const titleHeight = 32;

function title(picture: Picture): string {
  return `<text x="16" y="-8" class="title">${escaped(pictureTitle(picture, 90))}</text>`;
}

const light = `text{font:13px ui-sans-serif,system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1f2328}.paper{fill:#fff}.box{fill:#fff;stroke:#59636e;stroke-width:1.2}.configuration .box{fill:#eef4ff}.key .box{fill:#fff7e0}.role .box{fill:#f3effc}.cluster .box{fill:#e9f7ee}.external .box{stroke-dasharray:6 4}.unknown .box{stroke-dasharray:2 4}.box.error{stroke:#c62828;stroke-width:2.5}.box.warning{stroke:#9a5b00;stroke-width:2.5}.box.info{stroke:#0b61c2}.title{font-weight:650}.what,.section{fill:#4b535c;font-size:11.5px}.section{font-weight:650;letter-spacing:.04em}.off{fill:#8a2b00;font-weight:600}.open{fill:#4b535c;font-style:italic}text.error{fill:#b3201f;font-weight:600}text.warning{fill:#875000;font-weight:600}text.info{fill:#0b5bb5}.line{fill:none;stroke:#6e7781;stroke-width:1.3}.line.allowed{stroke:#1a7f37}.line.denied{stroke:#c62828;stroke-width:2.2}.line.unknown{stroke-dasharray:5 4}.label{font-size:11px;fill:#3d444d;text-anchor:middle}.label.denied{fill:#b3201f;font-weight:600}.plate{fill:#fff;opacity:.92}.head{fill:#6e7781}.head.allowed{fill:#1a7f37}.head.denied{fill:#c62828}`;

const dark = `text{fill:#e6edf3}.paper,.plate{fill:#0d1117}.box{fill:#161b22;stroke:#8b949e}.configuration .box{fill:#14233d}.key .box{fill:#2c2410}.role .box{fill:#241d38}.cluster .box{fill:#10281a}.box.error{stroke:#ff7b72}.box.warning{stroke:#e3a008}.box.info{stroke:#79b8ff}.what,.section,.open{fill:#b1bac4}.off{fill:#ffb38a}text.error{fill:#ff8f87}text.warning{fill:#f0b93a}text.info{fill:#8cc4ff}.line{stroke:#8b949e}.line.allowed,.head.allowed{stroke:#3fb950}.line.denied{stroke:#ff7b72}.label{fill:#c9d1d9}.label.denied{fill:#ff8f87}.head{fill:#8b949e}.head.allowed{fill:#3fb950}.head.denied{fill:#ff7b72}`;

/** The style of pictures, light and dark, below a selector (with its blank), so that a page can contain pictures beside text. */
export function pictureStyle(prefix = ""): string {
  const below = (rules: string) => rules.replace(/[^{},]+(?=[^{}]*\{)/g, (selector) => `${prefix}${selector}`);
  return `${below(light)}@media screen and (prefers-color-scheme:dark){${below(dark)}}`;
}

/** Markers that edges end in. */
export const arrowHeads = `<defs>${["reference", "allowed", "denied", "unknown"].map((state) => `<marker id="head-${state}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="head ${state}" d="M0 0L8 4L0 8z"/></marker>`).join("")}</defs>`;

/** Anchors of the findings of a picture on the same page. */
export type Anchor = (fingerprint: string) => string | undefined;

/**
 * Boxes over lines; `prefix` keeps ids of several pictures apart. On a page with an anchor for each finding, boxes and labels link to
 * the first of theirs, and do not repeat its message.
 */
export function drawing({ boxes, lines }: Layout, prefix: string, anchor?: Anchor): string {
  const told = (marks: readonly Mark[]) =>
    enough(marks.map(({ severity, rule, message }) => `${severity} ${rule}${anchor ? "" : `: ${message}`}`));
  return [
    ...lines.map(lineMarkup),
    ...lines.map((line) => linked(labelMarkup(line, told(line.edge.marks)), line.edge.marks, anchor)),
    ...boxes.map((box) => linked(boxMarkup(box, prefix, told(marksOf(box.node))), marksOf(box.node), anchor)),
  ].join("");
}

const mostTold = 8;

/** Each once, and no more than fit into a tooltip: one box may represent hundreds. */
function enough(texts: readonly string[]): readonly string[] {
  const distinct = [...new Set(texts)];
  const rest = distinct.length - mostTold;
  return rest > 1 ? [...distinct.slice(0, mostTold), `and ${rest} more`] : distinct;
}

function linked(markup: string, marks: readonly Mark[], anchor: Anchor = () => undefined): string {
  const [target] = marks.flatMap(({ fingerprint }) => anchor(fingerprint) ?? []);
  return target === undefined || markup === "" ? markup : `<a href="#${target}">${markup}</a>`;
}

function boxMarkup({ node, x, y, width, height, lines }: Box, prefix: string, findings: readonly string[]): string {
  const weight = weightOf(marksOf(node)) ?? "";
  const about = [node.address || node.label, nodeLine(node), ...findings];
  const texts = lines.map(
    (line) => `<text x="${12}" y="${line.y}" class="${lineClass(line, node.parts)}">${escaped(line.text)}</text>`,
  );
  return `<g id="${prefix}-${node.id}" class="node ${node.kind} ${node.origin}" transform="translate(${x} ${y})"><title>${escaped(about.map((each) => shortened(each, 300)).join("\n"), true)}</title><rect class="box ${weight}" width="${width}" height="${height}" rx="8"/>${texts.join("")}</g>`;
}

function lineClass({ kind, part, text }: BoxLine, parts: Picture["nodes"][number]["parts"]): string {
  if (kind === "finding") return text.slice(0, Math.max(text.indexOf(":"), 0)) || "what";
  if (kind !== "part") return kind;
  const { state = "known", marks = [] } = parts[part ?? 0] ?? {};
  const weight = weightOf(marks);
  if (weight === "error" || weight === "warning") return weight;
  return { known: "part", off: "off", unknown: "open" }[state];
}

function lineMarkup({ edge, points }: Line): string {
  const [first, ...rest] = points;
  if (!first) return "";
  return `<path class="line ${edge.state}" marker-end="url(#head-${edge.state})" d="M${first.x} ${first.y}${curve(first, rest)}"/>`;
}

/** Smooth through every point: each curve starts and ends horizontally. */
function curve(first: Line["points"][number], rest: Line["points"]): string {
  let from = first;
  const curves = rest.map((to) => {
    const middle = Math.round((from.x + to.x) * 5) / 10;
    const part = `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    from = to;
    return part;
  });
  return curves.join("");
}

function labelMarkup({ edge, label, labelAt: { x, y }, labelWidth }: Line, findings: readonly string[]): string {
  if (label === "") return "";
  const about = [edgeWords(edge), ...findings];
  const isWhole = about.length === 1 && about[0] === label;
  const title = isWhole ? "" : `<title>${about.map((line) => escaped(shortened(line, 300))).join("\n")}</title>`;
  return `<g class="edge">${title}<rect class="plate" x="${Math.round(x - labelWidth / 2)}" y="${Math.round(y - 8)}" width="${labelWidth}" height="16" rx="4"/><text class="label ${edge.state}" x="${x}" y="${y + 4}">${escaped(label)}</text></g>`;
}

/** Text in which nothing is markup; lines stay lines where they are asked for. */
function escaped(text: string, lines = false): string {
  const safe = lines ? text.split("\n").map(printable).join("\n") : printable(text);
  return safe.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
