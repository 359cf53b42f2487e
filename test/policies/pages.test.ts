import { type RuleInfo, readCatalogue } from "../../linter/rules/catalogue";
import { ruleIndex, rulePage } from "../../scripts/docs/rule-pages";

const rule: RuleInfo = {
  id: "cert.weak_rsa",
  title: "RSA key below the minimum",
  description: "Short keys can be factored.",
  rowKind: "certificates",
  severity: "error",
  message: "{file} has {key.bits} bits | need <more>",
  remedy: "Make a longer one.",
  variants: {
    anchor: { severity: "warning", message: "{file} is an anchor of {key.bits} bits", remedy: "Replace it." },
  },
  supersededBy: ["cert.malformed"],
  sources: [{ title: "NIST SP 800-131A", url: "https://doi.org/10.6028/NIST.SP.800-131Ar2" }],
};

test("a page shows why, message and remedy, examples and sources", () => {
  const examples = {
    bad: [{ title: "1024 bits", row: { bits: 1024 }, says: ["leaf.pem has 1024 bits | need <more>"] }],
    good: [{ title: "3072 bits in development", row: { bits: 3072 }, environment: "development" }],
    unknown: [],
  };
  const page = rulePage(rule, examples, { without: "no certificate is that short" });
  expect(page).toContain("# cert.weak_rsa: RSA key below the minimum\n");
  expect(page).toContain("error / warning · evaluated on every row of `certificates`");
  expect(page).toContain("| `anchor` | warning | {file} is an anchor of {key.bits} bits | Replace it. |");
  expect(page).toContain("| {file} has {key.bits} bits \\| need \\<more\\> |");
  expect(page).toContain("> leaf.pem has 1024 bits \\| need \\<more\\>");
  expect(page).toContain('"environment": "development"');
  expect(page).toContain("Not reported where [cert.malformed](cert.malformed.md) reports the same place.");
  expect(page).toContain("This page has no example: no certificate is that short.");
  expect(page).toContain("- [NIST SP 800-131A](https://doi.org/10.6028/NIST.SP.800-131Ar2)");
});

test("the index lists every rule under its area, errors first", () => {
  const index = ruleIndex([{ ...rule, id: "cert.a", severity: "info", variants: {} }, rule]);
  expect(index.indexOf("cert.weak\\_rsa".replace("\\", ""))).toBeLessThan(index.indexOf("[cert.a]"));
  expect(index).toContain("## cert: the certificates in it");
  const lines = ruleIndex([...readCatalogue().values()]).split("\n");
  expect(lines.filter((line) => line.startsWith("| ["))).toHaveLength(readCatalogue().size);
});
