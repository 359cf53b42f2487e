import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../linter/run/lint";
import { folderOf, PLANS } from "../models";

const now = new Date("2026-11-23T12:00:00Z");
const FULL =
  'emr-encryption:waive config.in_transit_disabled until=2027-01-31 owner=data-platform reason="no TLS, retired in January"';

/** What a folder comes to whose configuration has neither kind of encryption, with comments in some places. */
function check({ above = "", inside = "", behind = "", property = "" }, rest = "", files = {}) {
  const cwd = folderOf({
    "main.tf": `${above}
resource "aws_emr_security_configuration" "this" {
  ${inside}
  configuration = jsonencode({ ${behind}
    EncryptionConfiguration = {
      ${property}
      EnableInTransitEncryption = false
      EnableAtRestEncryption    = false
    }
  })
}
${rest}`,
    ...files,
  });
  const { findings, waived, notices } = lint(["."], { cwd, now, rules: ["config.*_disabled"] });
  return {
    left: findings.map(({ rule }) => rule).sort(),
    waived: waived.map(({ rule, waiver }) => [rule, waiver.expires, waiver.owner, waiver.reason]),
    notices: notices.map(({ kind, message }) => `${kind}: ${message}`),
  };
}

const both = ["config.at_rest_disabled", "config.in_transit_disabled"];

test.each([
  ["above the block", { above: `# ${FULL}` }],
  ["above the block, with other comments", { above: `// ${FULL}\n# what it is for` }],
  ["inside the block", { inside: `# ${FULL}` }],
  ["in a comment of several lines", { inside: `/* ${FULL} */` }],
  ["above the property", { property: `# ${FULL}` }],
])("a comment %s waives its rule there, with reason, owner and end", (_, comments) => {
  expect(check(comments)).toEqual({
    left: ["config.at_rest_disabled"],
    waived: [["config.in_transit_disabled", "2027-01-31", "data-platform", "no TLS, retired in January"]],
    notices: [],
  });
});

test.each([
  [
    "another property",
    { property: `# ${FULL.replace("in_transit", "at_rest")}` },
    "stale waiver: main.tf:6: the waiver of config.at_rest_disabled covers nothing; remove it",
  ],
  [
    "another block",
    { above: `# ${FULL}\nlocals {\n  a = 1\n}` },
    "stale waiver: main.tf:1: the waiver of config.in_transit_disabled covers nothing; remove it",
  ],
  [
    "no rule",
    { above: "# emr-encryption:waive" },
    "malformed waiver: main.tf:1: the waiver names no rule; it is ignored",
  ],
  [
    "no reason",
    { above: "# emr-encryption:waive config.in_transit_disabled until=2027-01-31" },
    'malformed waiver: main.tf:1: the waiver of config.in_transit_disabled has no reason="…"; it is ignored',
  ],
  [
    "no end",
    { above: "# emr-encryption:waive config.in_transit_disabled reason=x" },
    "malformed waiver: main.tf:1: the waiver of config.in_transit_disabled has no until=YYYY-MM-DD; it is ignored",
  ],
  [
    "an end that is no day",
    { above: `# ${FULL.replace("01-31", "02-30")}` },
    "malformed waiver: main.tf:1: the waiver of config.in_transit_disabled has no until=YYYY-MM-DD; it is ignored",
  ],
  [
    "an end too far away",
    { above: `# ${FULL.replace("2027", "2029")}` },
    "malformed waiver: main.tf:1: the waiver of config.in_transit_disabled expires on 2029-01-31, more than 366 days away; it is ignored",
  ],
  [
    "an unknown field",
    { above: `# ${FULL} ticket=1` },
    "malformed waiver: main.tf:1: the waiver of config.in_transit_disabled has an unknown field, ticket; it is ignored",
  ],
  [
    "an unknown rule",
    { above: `# ${FULL.replace("in_transit_disabled", "no_such_rule")}` },
    "malformed waiver: main.tf:1: the waiver of config.no_such_rule names a rule that does not exist",
  ],
  [
    "an end that has passed",
    { above: `# ${FULL.replace("2027-01-31", "2026-01-31")}` },
    "expired waiver: main.tf:1: the waiver of config.in_transit_disabled expired on 2026-01-31 and no longer applies",
  ],
])("a comment with %s waives nothing, and is reported with its line", (_, comments, notice) => {
  expect(check(comments)).toEqual({ left: both, waived: [], notices: [notice] });
});

test("rules that the settings lock cannot be waived in a comment", () => {
  const settings = { "emr-encryption.config.yaml": 'locked: ["waivers:config.in_transit_disabled"]\n' };
  expect(check({ above: `# ${FULL}` }, "", settings)).toEqual({
    left: both,
    waived: [],
    notices: ["locked setting: main.tf:1: the waiver of config.in_transit_disabled is ignored: the settings lock it"],
  });
});

test("text that looks like a waiver in a string or heredoc is not one", () => {
  const text = `locals {\n  a = "# ${FULL.replaceAll('"', "'")}"\n  b = <<EOT\n# ${FULL}\nEOT\n}\n`;
  expect(check({}, text)).toEqual({ left: both, waived: [], notices: [] });
});

test("it applies to a plan that was made from this source", () => {
  const cwd = folderOf({});
  cpSync(join(PLANS, "hcl"), cwd, { recursive: true });
  const source = readFileSync(join(cwd, "main.tf"), "utf8");
  const from = "      EnableInTransitEncryption = false";
  writeFileSync(join(cwd, "main.tf"), source.replace(from, `${from} # ${FULL}`));
  const { waived } = lint(["plan.json"], { cwd, now });
  expect(waived.map(({ rule, address }) => [rule, address])).toEqual([
    ["config.in_transit_disabled", "aws_emr_security_configuration.unknown"],
  ]);
});
