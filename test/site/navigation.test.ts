import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const config = readFileSync(join(root, "site/.vitepress/config.mts"), "utf8");
const links = [...config.matchAll(/link: "\/([\w/-]+)"/g)].map(([, link = ""]) => link);

test("every page of docs/ is in the navigation of the site", () => {
  const pages = readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .map((file) => file.replace(/\.md$/, ""));
  expect(pages.filter((page) => !links.includes(page))).toEqual([]);
});

test("every link of the navigation has its page", () => {
  const own = readdirSync(join(root, "site/pages")).map((file) => file.replace(/\.md$/, ""));
  const docs = readdirSync(join(root, "docs"), { recursive: true }).map((file) => `${file}`.replace(/\.md$/, ""));
  const made = ["start", "changelog", "rules/"];
  expect(links.filter((link) => ![...own, ...docs, ...made].includes(link))).toEqual([]);
});
