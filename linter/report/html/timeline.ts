import { DAY } from "../../../formats/day";
import type { Graph, GraphNode, Part, Picture, Validity } from "../../graph/graph";
import { shortened } from "../graph/words";
import { inputName } from "../words";
import { code, table, text } from "./markup";

const soon = 30 * DAY;
const width = 760;
const left = 8;

interface Dated extends Part {
  readonly validity: Validity;
}

/** Each bundle's certificate path on a line of time, with the time of the run, and the same as a table. */
export function timelines({ pictures, evaluatedAt }: Graph): string {
  const now = Date.parse(evaluatedAt);
  return pictures.flatMap((picture) => picture.nodes.flatMap((node) => timeline(picture, node, now))).join("");
}

function timeline(picture: Picture, node: GraphNode, now: number): readonly string[] {
  const certificates = node.parts.filter((part): part is Dated => part.validity !== undefined);
  const name = [inputName(picture), ...(node.address === "" ? [] : [node.address])].join(" · ");
  if (node.undated !== undefined) return [undated(name, node, node.undated)];
  if (certificates.length === 0) return [];
  const rows = certificates.map(({ name: role, value, validity }) => [
    `${text(role)}<br>${code(value)}`,
    date(validity.notBefore),
    date(validity.notAfter),
    status(validity, now),
  ]);
  return [
    `<figure><figcaption>${text(name)}</figcaption><div class="time" tabindex="0" role="region" aria-label="${text(`Validity of the certificates of ${name} as a drawing; the table below has the dates`)}">${chart(certificates, now)}</div>${table(`Certificates of ${name}`, ["certificate", "valid from", "valid until", `on ${date(now)}`], rows)}</figure>`,
  ];
}

/** A bundle whose path has no dates, and why. */
function undated(name: string, { parts }: GraphNode, because: string): string {
  const path = parts.map(({ name: role, value }) => `<li>${text(role)}: ${code(value)}</li>`).join("");
  const list = path === "" ? "" : `<ol>${path}</ol>`;
  return `<figure><figcaption>${text(name)}</figcaption><p>Its validity is not known: ${text(because)}.</p>${list}</figure>`;
}

function chart(certificates: readonly Dated[], now: number): string {
  const starts = certificates.map(({ validity }) => validity.notBefore);
  const ends = certificates.map(({ validity }) => validity.notAfter);
  // A root of thirty years would leave no room for the certificates that end soon.
  const from = Math.min(now, Math.max(Math.min(...starts), now - 800 * DAY)) - 20 * DAY;
  const to = Math.max(now, Math.min(Math.max(...ends), now + 1200 * DAY)) + 20 * DAY;
  const x = (time: number) =>
    Math.round(left + ((Math.min(Math.max(time, from), to) - from) / (to - from)) * (width - 2 * left));
  const height = 34 + certificates.length * 40;
  const bars = certificates.map(({ name, value, validity }, index) => {
    const y = 30 + index * 40;
    const [start, end] = [x(validity.notBefore), x(validity.notAfter)];
    return `<text x="${left}" y="${y + 9}">${text(shortened(`${name}: ${value}`, 90))}</text><rect class="bar ${stateOf(validity, now)}" x="${start}" y="${y + 14}" width="${Math.max(end - start, 3)}" height="10" rx="3"/>`;
  });
  const ticks = yearsBetween(from, to).map(
    (time) =>
      `<line class="axis" x1="${x(time)}" y1="20" x2="${x(time)}" y2="${height}"/><text class="tick" x="${x(time) + 4}" y="14">${date(time)}</text>`,
  );
  return `<svg class="time-line" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${ticks.join("")}${bars.join("")}<line class="now" x1="${x(now)}" y1="18" x2="${x(now)}" y2="${height}"/><text class="tick" x="${x(now) + 4}" y="27">now</text></svg>`;
}

function yearsBetween(from: number, to: number): readonly number[] {
  const years: number[] = [];
  for (let year = new Date(from).getUTCFullYear() + 1; Date.UTC(year, 0) < to; year += 1) years.push(Date.UTC(year, 0));
  return years;
}

type State = "valid" | "soon" | "over" | "early";

function stateOf({ notBefore, notAfter }: Validity, now: number): State {
  if (now > notAfter) return "over";
  if (now < notBefore) return "early";
  return notAfter - now < soon ? "soon" : "valid";
}

function status(validity: Validity, now: number): string {
  const days = (from: number, to: number) => `${Math.floor((to - from) / DAY)} days`;
  const words: { readonly [state in State]: readonly [string, string] } = {
    valid: ["ok", `${days(now, validity.notAfter)} left`],
    soon: ["warning", `${days(now, validity.notAfter)} left`],
    over: ["error", `ended ${days(validity.notAfter, now)} ago`],
    early: ["error", `begins in ${days(now, validity.notBefore)}`],
  };
  const [badge, said] = words[stateOf(validity, now)];
  return `<span class="badge ${badge}">${said}</span>`;
}

function date(time: number): string {
  const valid = new Date(time);
  return Number.isNaN(valid.getTime()) ? "unknown" : valid.toISOString().slice(0, 10);
}
