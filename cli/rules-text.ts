import { packageFile } from "../linter/package";
import type { Severity } from "../linter/report/finding";
import { type Palette, palette } from "../linter/report/palette";
import type { ReporterOptions } from "../linter/report/reporter";
import { count, severities, wrap } from "../linter/report/words";
import { docsPage, type RuleInfo, type RuleText } from "../linter/rules/catalogue";
import type { Example, Examples } from "../linter/rules/example-facts";

type RuleExample = Pick<Example, "title" | "row" | "says">;

/** Bad and good examples of a rule; the tests evaluate each with the rule itself. */
export type RuleExamples = Pick<Examples, "bad" | "good">;

/** How a text is laid out. */
export type ExplainOptions = Pick<ReporterOptions, "colour" | "columns">;

/** The subjects of the areas of rules, in the order in which they are printed. */
const areas: { readonly [area: string]: string } = {
  config: "the security configuration",
  cluster: "clusters that use it",
  key: "KMS keys and their policies",
  object: "how the bundle or JAR reaches the nodes",
  bundle: "the bundle and its files",
  cert: "the certificates in it",
  provider: "custom key and certificate providers",
};

/** The examples of a rule that comes with this package. */
export function readRuleExamples(id: string): RuleExamples {
  const all = JSON.parse(packageFile("policies/dist/examples.json").toString("utf8"));
  return { bad: all[id]?.bad ?? [], good: all[id]?.good ?? [] };
}

/** The catalogue by area, the most severe rules first. */
export function catalogueText(rules: readonly RuleInfo[], { colour, columns }: ExplainOptions): string {
  const colours = palette(colour);
  const width = Math.max(...rules.map(({ id }) => id.length));
  const known = Object.keys(areas);
  const found = [...new Set(rules.map(areaOf))];
  const blocks = [
    ...known.filter((area) => found.includes(area)),
    ...found.filter((area) => !known.includes(area)),
  ].map((area) => {
    const ofArea = severities.flatMap((severity) =>
      rules.filter((rule) => areaOf(rule) === area && rule.severity === severity),
    );
    const lines = ofArea.map(({ id, severity, title }) => {
      const name = `${id.padEnd(width)}  `;
      const text = wrap(title, columns, { indent: 11 + name.length, first: 0 });
      return `  ${severityWord(severity, colours)}  ${colours.cyan(name)}${text}`;
    });
    return [`${colours.bold(area)}${area in areas ? `  ${areas[area]}` : ""}`, ...lines].join("\n");
  });
  const releases = [
    `${colours.bold("releases")}  the table that cluster.release_* rules read; emr-encryption rules cluster.release_too_old shows all of it`,
    ...familyLines(),
  ].join("\n");
  return `${[...blocks, releases, `${count(rules.length, "rule")}; emr-encryption rules <id> explains one`].join("\n\n")}\n`;
}

/** One rule: what it checks and why, its sources and messages, a bad and a good example, the remedy. */
export function ruleText(rule: RuleInfo, { bad, good }: RuleExamples, options: ExplainOptions): string {
  const colours = palette(options.colour);
  const { columns } = options;
  const paragraph = (text: string): string =>
    text
      .split("\n\n")
      .map((part) => wrap(part.trim().replaceAll("\n", " "), columns, { indent: 0 }))
      .join("\n\n");
  const block = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [[colours.bold(name), ...lines].join("\n")];
  const text = ({ message, remedy }: RuleText, first: number): readonly string[] => [
    wrap(message, columns, { indent: first + 2, first }),
    wrap(remedy, columns, { indent: first + 5, first, label: "fix: " }),
  ];
  const example = ({ title, row, says = [] }: RuleExample): readonly string[] => [
    wrap(title, columns, { indent: 4, first: 2 }),
    ...leaves(row).map(([path, value]) => `    ${path} = ${value}`),
    ...says.map((message) => wrap(message, columns, { indent: 6, first: 4, label: "→ " })),
  ];
  const variants = Object.entries(rule.variants).flatMap(([name, variant]) => [
    `  ${severityWord(variant.severity, colours)}  ${name}`,
    ...text(variant, 4),
  ]);
  return `${[
    `${colours.cyan(rule.id)}  ${severityWord(rule.severity, colours).trimEnd()}\n${colours.bold(rule.title)}`,
    paragraph(rule.description),
    ...block("says", text(rule, 2)),
    ...block("variants", variants),
    ...block("bad", bad.slice(0, 1).flatMap(example)),
    ...block("good", good.slice(0, 1).flatMap(example)),
    ...block(
      "not reported where a more exact rule is",
      rule.supersededBy.map((id) => `  ${id}`),
    ),
    ...block(
      "evidence",
      rule.evidence ? [`  ${rule.evidence}${rule.read ? `; sources read on ${rule.read}` : ""}`] : [],
    ),
    ...block(
      "sources",
      rule.sources.flatMap(({ title, url }) => [wrap(title, columns, { indent: 4, first: 2 }), `    ${url}`]),
    ),
    ...block("releases", rule.id.startsWith("cluster.release_") ? releaseLines(columns) : []),
    `${docsPage(rule.id)}`,
  ].join("\n\n")}\n`;
}

/** The table of releases, loaded for the rules that read it. */
function releaseLines(columns: number): readonly string[] {
  const { releases } = require("../formats/releases") as typeof import("../formats/releases");
  const { families, gates, defects } = releases;
  return [
    ...familyLines(),
    ...gates.map(({ feature, from, of6 }) => `  ${feature}: from ${from}${of6 ? `, of EMR 6 from ${of6}` : ""}`),
    ...defects.map(({ from, to, defect }) =>
      wrap(`${from === to ? from : `${from} to ${to}`}: ${defect}`, columns, { indent: 4, first: 2 }),
    ),
    `  read on ${releases.read}, from:`,
    ...new Set([...families, ...gates, ...defects].map(({ source }) => `    ${source}`)),
  ];
}

/** The families of releases, one in a line. */
function familyLines(): readonly string[] {
  const { newestOf, releases } = require("../formats/releases") as typeof import("../formats/releases");
  return releases.families.map((each) => {
    const { family, java, s3Connector, s3aFrom, sdk } = each;
    const connector = s3aFrom === undefined ? s3Connector : `${s3Connector}, S3A from ${s3aFrom}`;
    return `  ${family.padEnd(11)}  to ${newestOf(each).padEnd(15)}  Java ${`${java}`.padEnd(2)}  SDK ${sdk.padEnd(4)}  ${connector}`;
  });
}

/** Each leaf that an example gives, by its path; references and unknowns in words. */
function leaves(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
  if ("reference" in value && typeof value.reference === "string") return [[path, value.reference]];
  if ("unknown" in value) return [[path, `(${value.unknown})`]];
  return Object.entries(value).flatMap(([name, inner]) => {
    const step = Array.isArray(value) ? `[${name}]` : `${path === "" ? "" : "."}${name}`;
    return leaves(inner, `${path}${step}`);
  });
}

function areaOf({ id }: RuleInfo): string {
  return id.split(".")[0] ?? "";
}

function severityWord(severity: Severity, colours: Palette): string {
  const colour = { error: colours.red, warning: colours.yellow, info: colours.blue }[severity];
  return colour(severity.padEnd("warning".length));
}
