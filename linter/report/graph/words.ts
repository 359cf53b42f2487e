import type { GraphEdge, GraphNode, Mark, Part, Picture } from "../../graph/graph";
import { bySeverity, joined, printable, severities } from "../words";

/** Names of the kinds of nodes. */
export const kindNames: { readonly [kind in GraphNode["kind"]]: string } = {
  cluster: "EMR cluster",
  role: "IAM role",
  configuration: "security configuration",
  key: "KMS key",
  object: "S3 object",
  bucket: "S3 bucket",
  bundle: "certificate bundle",
  resource: "resource",
};

const changeNames = { create: "to create", replace: "to replace", update: "to update", destroy: "to destroy" } as const;

/** What a node is, where it comes from and what the plan does to it, in one line. */
export function nodeLine({ kind, origin, change, count }: GraphNode): string {
  const where = { managed: "", external: "external", unknown: "not known yet" }[origin];
  return joined([kindNames[kind], where, change ? changeNames[change] : "", count ? `${count} alike` : ""]);
}

/** Name of a picture among several. */
export function pictureTitle({ input, stack }: Picture, length: number): string {
  return shortened(joined([input, stack]), length);
}

/** A part in one line. */
export function partLine({ name, value }: Part): string {
  return `${name}: ${value}`;
}

/** The highest severity among findings that count; `accepted` if all are waived or in the baseline. */
export function weightOf(marks: readonly Mark[]): Mark["severity"] | "accepted" | undefined {
  const open = marks.filter(({ accepted }) => accepted === undefined);
  return (
    severities.find((severity) => open.some((mark) => mark.severity === severity)) ??
    (marks.length > 0 ? "accepted" : undefined)
  );
}

/** Everything that is marked on a node, its parts included, heaviest first. */
export function marksOf({ marks, parts }: GraphNode): readonly Mark[] {
  return bySeverity([...marks, ...parts.flatMap((part) => part.marks)]);
}

const stateWords: { readonly [state in GraphEdge["state"]]: string } = {
  reference: "",
  allowed: "may use for",
  denied: "may not use for",
  unknown: "use not evaluated for",
};

/** An edge in words: the reference, or the right and whether it is granted. */
export function edgeWords({ state, label }: GraphEdge): string {
  return state === "reference" ? label : `${stateWords[state]} ${label}`;
}

/** Safe text of at most so many characters, cut in the middle, since the ends of names tell them apart. */
export function shortened(text: string, length: number): string {
  const safe = [...printable(text)];
  if (safe.length <= length) return safe.join("");
  const tail = Math.floor((length - 1) / 3);
  return [...safe.slice(0, length - 1 - tail), "…", ...(tail > 0 ? safe.slice(-tail) : [])].join("");
}
