import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rulePages } from "../../scripts/docs/generate-docs";
import { root } from "../../scripts/policies/opa";

test("the committed pages are generated from METADATA, examples and cases", async () => {
  const folder = join(root, "docs/rules");
  const pages = await rulePages();
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  for (const [file, page] of pages) {
    expect(readFileSync(join(folder, file), "utf8")).toBe(page);
    expect(page).not.toContain("PRIVATE KEY-----");
  }
});
