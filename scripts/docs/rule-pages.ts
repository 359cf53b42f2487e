import type { Severity } from "../../linter/report/finding";
import type { RuleInfo, RuleText } from "../../linter/rules/catalogue";
import { repository } from "../../package.json";
import type { Example, Examples } from "../../test/support/rules/examples";
import { type Shown, shownSections } from "./shown-sections";

/** What the rules of each area are about, in the order of the index. */
const areas: { readonly [area: string]: string } = {
  config: "the security configuration document",
  cluster: "the clusters that use it",
  key: "KMS keys, their policies and who may use them",
  object: "how the bundle or JAR reaches the nodes",
  bundle: "the zip of certificates and its files",
  cert: "the certificates in it",
  provider: "custom provider classes",
};

const severities: readonly Severity[] = ["error", "warning", "info"];

/** The line that marks a file as generated. */
function origin(from: string): string {
  return `<!-- generated from ${from} by npm run generate -->`;
}

/** The page that explains a rule. */
export function rulePage(rule: RuleInfo, { bad, good, unknown }: Examples, shown: Shown): string {
  const [area = "", name = ""] = rule.id.split(".");
  const source = `policies/rules/${area}/${name}/${name}.rego`;
  return [
    origin(source),
    `# ${rule.id}: ${rule.title}`,
    `${severityWords(rule)} · ${rowWords(rule)} · [source](${sourceAddress(source)})`,
    rule.description,
    ...(rule.evidence ? [evidenceWords(rule.evidence, rule.read)] : []),
    ...shownSections(shown),
    ...section("Message and remedy", texts(rule)),
    ...(rule.supersededBy.length > 0
      ? [`Not reported where ${list(rule.supersededBy.map(link))} reports the same place.`]
      : []),
    ...section("Sources", [rule.sources.map(({ title, url }) => `- [${escaped(title)}](${url})`).join("\n")]),
    ...section("Change or waive it", [
      [
        "```yaml",
        "# emr-encryption.config.yaml",
        "severities:",
        `  ${rule.id}: ${rule.severity === "error" ? "warning" : "error"}   # or off`,
        "waivers:",
        `  - rule: ${rule.id}`,
        "    address: module.legacy.*",
        "    reason: why it is so, and what will change it",
        "    expires: 2027-01-31",
        "```",
      ].join("\n"),
    ]),
    "## Rows of facts",
    "What the rule evaluates, for authors of rules: [own rules](../own-rules.md) explains rows.",
    ...subsection("Reported", bad.map(badExample)),
    ...subsection("Not reported", good.map(example)),
    ...subsection("Not evaluated", [
      "A value that the input does not reveal leaves the rule not evaluated; the report says what would resolve it.",
      ...unknown.map(example),
    ]),
  ]
    .join("\n\n")
    .concat("\n");
}

/** Rules are not packed: once the package names its repository, pages link there, and before that to the file beside them. */
function sourceAddress(source: string): string {
  const address = repository.url.replace(/^git\+|\.git$/g, "");
  return address.includes("/OWNER/") ? `../../${source}` : `${address}/blob/main/${source}`;
}

/** The index of all rules, by area and severity. */
export function ruleIndex(rules: readonly RuleInfo[]): string {
  const known = Object.keys(areas);
  const others = [...new Set(rules.map(areaOf))].filter((area) => !known.includes(area));
  const counts = severities.map(
    (severity) => `${rules.filter((rule) => rule.severity === severity).length} ${severity}`,
  );
  return [
    origin("policies/rules"),
    "# Rules",
    `${rules.length} rules: ${counts.join(", ")}. Each severity is a default that settings can change; some rules have variants of a lower severity.`,
    ...[...known, ...others].flatMap((area) =>
      areaTable(
        area,
        rules.filter((rule) => areaOf(rule) === area),
      ),
    ),
  ]
    .join("\n\n")
    .concat("\n");
}

function areaTable(area: string, rules: readonly RuleInfo[]): readonly string[] {
  if (rules.length === 0) return [];
  const sorted = severities.flatMap((severity) => rules.filter((rule) => rule.severity === severity));
  const rows = sorted.map((rule) => `| ${link(rule.id)} | ${severityWords(rule)} | ${escaped(rule.title)} |`);
  const title = areas[area] ? `${area}: ${areas[area]}` : area;
  return [`## ${title}`, ["| rule | severity | title |", "|---|---|---|", ...rows].join("\n")];
}

function texts(rule: RuleInfo): readonly string[] {
  const rows: readonly (readonly [string, RuleText])[] = [["", rule], ...Object.entries(rule.variants)];
  const lines = rows.map(
    ([variant, { severity, message, remedy }]) =>
      `| ${variant === "" ? "" : `\`${variant}\``} | ${severity} | ${escaped(message)} | ${escaped(remedy)} |`,
  );
  return [["| variant | severity | message | remedy |", "|---|---|---|---|", ...lines].join("\n")];
}

function badExample(each: Example): string {
  const says = (each.says ?? []).map((message) => `> ${escaped(message)}`).join("\n>\n");
  return `${example(each)}\n\n${says}`;
}

function example({ title, row, environment, thresholds }: Example): string {
  const settings = { ...(environment ? { environment } : {}), ...(thresholds ? { thresholds } : {}) };
  const shown = Object.keys(settings).length > 0 ? { ...settings, row } : row;
  return `${title}:\n\n\`\`\`json\n${JSON.stringify(shown, null, 2)}\n\`\`\``;
}

function subsection(title: string, paragraphs: readonly string[]): readonly string[] {
  return paragraphs.length === 0 ? [] : [`### ${title}`, ...paragraphs];
}

function section(title: string, paragraphs: readonly string[]): readonly string[] {
  return paragraphs.length === 0 ? [] : [`## ${title}`, ...paragraphs];
}

/** What each strength of evidence means, strongest first. */
export const strengths: { readonly [evidence in NonNullable<RuleInfo["evidence"]>]: string } = {
  refused: "an error message, or a run, shows that the service or Terraform refuses it",
  fails: "a program that the tests run fails on it: Java, OpenSSL, Go, Terraform or the linter's own readers",
  documented: "AWS, or a standard, documents it",
  recommended: "AWS, or a standard, recommends it",
  practice: "it is a practice of this project",
};

function evidenceWords(evidence: NonNullable<RuleInfo["evidence"]>, read: string | undefined): string {
  return `Evidence: **${evidence}** (${strengths[evidence]})${read ? `; sources read on ${read}` : ""}.`;
}

/** The page that lists the rules by the strength of their evidence. */
export function evidencePage(rules: readonly RuleInfo[]): string {
  const parts = Object.entries(strengths).flatMap(([evidence, meaning]) => {
    const found = rules.filter((rule) => rule.evidence === evidence);
    const sorted = severities.flatMap((severity) => found.filter((rule) => rule.severity === severity));
    const rows = sorted.map(
      (rule) =>
        `| [${rule.id}](rules/${rule.id}.md) | ${severityWords(rule)} | ${escaped(rule.title)} | ${rule.read ?? ""} |`,
    );
    const table = ["| rule | severity | title | sources read |", "|---|---|---|---|", ...rows].join("\n");
    return found.length === 0
      ? []
      : [`## ${evidence}: ${found.length}`, `${meaning[0]?.toUpperCase()}${meaning.slice(1)}.`, table];
  });
  return [
    origin("METADATA of policies/rules"),
    "# Evidence",
    "Every rule states how strong its claim is and the day its sources were last read. A rule of severity error is never only a practice, and a message says that EMR refuses something only where a refusal was seen.",
    ...parts,
  ]
    .join("\n\n")
    .concat("\n");
}

/** Which rows the rule evaluates. */
function rowWords({ rowKind, each }: RuleInfo): string {
  return `evaluated on ${each === undefined ? "" : `each of \`${each}\` in `}every row of \`${rowKind}\``;
}

function severityWords(rule: RuleInfo): string {
  const others = new Set(Object.values(rule.variants).map(({ severity }) => severity));
  others.delete(rule.severity);
  return [rule.severity, ...others].join(" / ");
}

function areaOf(rule: RuleInfo): string {
  return rule.id.split(".")[0] ?? "";
}

function link(id: string): string {
  return `[${id}](${id}.md)`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** Text with the special characters of Markdown escaped. */
function escaped(text: string): string {
  return text.replace(/[\\`*_<>[\]|]/g, (char) => `\\${char}`);
}
