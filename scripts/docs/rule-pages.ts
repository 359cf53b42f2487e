import type { Severity } from "../../linter/report/finding";
import type { RuleInfo, Telling } from "../../linter/rules/catalogue";
import type { Example, Examples } from "../../test/support/rules/examples";

/** What each area checks, in the order of the index. */
const areas: { readonly [area: string]: string } = {
  config: "the security configuration document",
  cluster: "the clusters that use it",
  key: "KMS keys, their policies and who may use them",
  object: "how zip and JAR reach the nodes",
  bundle: "the zip of certificates and its files",
  cert: "the certificates in it",
  provider: "provider classes of your own",
};

const severities: readonly Severity[] = ["error", "warning", "info"];

/** Says that a file is generated, and from what. */
function origin(from: string): string {
  return `<!-- generated from ${from} by npm run generate -->`;
}

/** The page that explains a rule. */
export function rulePage(rule: RuleInfo, { bad, good, unknown }: Examples): string {
  const [area = "", name = ""] = rule.id.split(".");
  const source = `policies/rules/${area}/${name}/${name}.rego`;
  return [
    origin(source),
    `# ${rule.id}: ${rule.title}`,
    `${severityWords(rule)} · checks every row of \`${rule.subject}\` · [source](../../${source})`,
    rule.description,
    ...section("What it says, and what to do", tellings(rule)),
    ...(rule.unless.length > 0
      ? [`Silent on a subject where ${list(rule.unless.map(link))} already tells what is wrong.`]
      : []),
    ...section("Wrong", bad.map(badExample)),
    ...section("Right", good.map(example)),
    ...section("Not evaluated", [
      "A value that the input does not tell leaves the rule open, and the report says what would settle it.",
      ...unknown.map(example),
    ]),
    ...section("Where this is written", [
      rule.sources.map(({ title, url }) => `- [${escaped(title)}](${url})`).join("\n"),
    ]),
    ...section("Living with it", [
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
  ]
    .join("\n\n")
    .concat("\n");
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
    `${rules.length} rules: ${counts.join(", ")}. A severity is the default; settings change it, and some rules weigh less in some of their variants.`,
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
  return [`## ${title}`, ["| rule | severity | what is wrong |", "|---|---|---|", ...rows].join("\n")];
}

function tellings(rule: RuleInfo): readonly string[] {
  const rows: readonly (readonly [string, Telling])[] = [["", rule], ...Object.entries(rule.variants)];
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
  const lintContext = { ...(environment ? { environment } : {}), ...(thresholds ? { thresholds } : {}) };
  const shown = Object.keys(lintContext).length > 0 ? { ...lintContext, row } : row;
  return `${title}:\n\n\`\`\`json\n${JSON.stringify(shown, null, 2)}\n\`\`\``;
}

function section(title: string, paragraphs: readonly string[]): readonly string[] {
  return paragraphs.length === 0 ? [] : [`## ${title}`, ...paragraphs];
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

/** Text that Markdown takes as it is. */
function escaped(text: string): string {
  return text.replace(/[\\`*_<>[\]|]/g, (char) => `\\${char}`);
}
