import { type DefaultTreeAdapterMap, parse } from "parse5";
import rules from "../../policies/dist/rules.json";
import { ruleTable } from "../../site/rule-table";

type Element = DefaultTreeAdapterMap["element"];

function elements(html: string, tag: string): Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterMap["node"]): void => {
    if ("tagName" in node && node.tagName === tag) found.push(node);
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}

test("the catalogue of the site is one block of Markdown with a row for each rule", () => {
  const html = ruleTable();
  expect(html).not.toMatch(/^\s*$/m);
  const links = elements(html, "a").map(({ attrs }) => attrs.find(({ name }) => name === "href")?.value);
  expect(links).toEqual(rules.map(({ id }) => `/rules/${id}.html`));
});

test("every property of a row is an option of the filter", () => {
  const html = ruleTable();
  const options = new Map(
    elements(html, "select").map((select) => [
      select.attrs[0]?.value ?? "",
      select.childNodes.flatMap((option) => ("childNodes" in option ? option.childNodes : [])),
    ]),
  );
  expect([...options.keys()]).toEqual(["area", "severity", "rows", "source"]);
  for (const row of elements(html, "tr").slice(1))
    for (const [name, texts] of options) {
      const value = row.attrs.find((each) => each.name === `data-${name}`)?.value;
      expect(texts.map((text) => ("value" in text ? text.value : ""))).toContain(value);
    }
});
