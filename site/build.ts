import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { graphWriter } from "../linter/report/graph";
import { runLint } from "../linter/run/lint";
import { brokenLinks } from "./check-links";
import { branch, repository } from "./constants";
import { ruleTable } from "./rule-table";

/** Assembles the pages from the documentation, builds the site, and checks every link and anchor of it. */

const site = __dirname;
const root = resolve(site, "..");
const pages = join(site, ".pages");
const out = join(site, ".out");

/** Pages of the site, by the file of the repository that they are made from. */
const sources: ReadonlyMap<string, string> = new Map([
  ["README.md", "start.md"],
  ["CHANGELOG.md", "changelog.md"],
  ...markdownIn("docs").map((file) => [file, file.replace(/^docs\//, "")] as const),
  ...markdownIn("docs/api").map((file) => [file, file.replace(/^docs\//, "")] as const),
  ...markdownIn("docs/rules").map(
    (file) => [file, file.replace(/^docs\//, "").replace("README.md", "index.md")] as const,
  ),
]);

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".md"))
    .map((file) => posix.join(folder, file));
}

function assemble(): void {
  for (const folder of [pages, out]) rmSync(folder, { recursive: true, force: true });
  for (const [source, page] of sources) {
    const text = readFileSync(join(root, source), "utf8");
    // Edit links lead below docs/.
    const head = source.startsWith("docs/") && !generated(source) ? "" : "---\neditLink: false\n---\n\n";
    write(page, `${head}${withAnchors(withLinks(text, source, page))}`);
  }
  cpSync(join(site, "pages"), pages, { recursive: true });
  cpSync(join(site, "pages/rules.md"), join(pages, "rules/index.md"));
  rmSync(join(pages, "rules.md"));
  draw("company.svg", ["verdicts/company/plan.json"]);
  draw("broken.svg", ["json-syntax/plan.json"]);
  for (const page of ["concepts.md", "needs.md", "rules/index.md"].map((name) => join(pages, name)))
    writeFileSync(
      page,
      withSizes(readFileSync(page, "utf8")).replace("<!-- table of rules -->", () => ruleTable()),
    );
}

/** Pictures with their size, so that a page does not move when they arrive. */
function withSizes(text: string): string {
  return text.replace(/!\[([^\]]*)\]\((\/pictures\/[\w.-]+)\)/g, (_, words: string, file: string) => {
    const [, width, height] =
      /width="(\d+)" height="(\d+)"/.exec(readFileSync(join(pages, "public", file), "utf8")) ?? [];
    return `<img src="${file}" alt="${words}" width="${width}" height="${height}" loading="lazy">`;
  });
}

/** Pages that a script writes are not edited. */
function generated(source: string): boolean {
  return source.startsWith("docs/rules/") || source.startsWith("docs/api/");
}

function write(page: string, text: string): void {
  const file = join(pages, page);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Links to other pages of the site stay, links to other files lead to the repository. */
function withLinks(text: string, source: string, page: string): string {
  return text.replace(/\]\((?!https?:|#|mailto:)([^)\s#]+)(#[^)\s]*)?\)/g, (_, target: string, anchor = "") => {
    const file = posix.normalize(posix.join(posix.dirname(source), target)).replace(/\/$/, "");
    const linked = sources.get(file) ?? sources.get(`${file}/README.md`);
    if (linked === undefined) return `](${repository}/blob/${branch}/${file}${anchor})`;
    const path = relative(dirname(page), linked).replaceAll("\\", "/");
    return `](${path.startsWith(".") ? path : `./${path}`}${anchor})`;
  });
}

/** TypeDoc numbers the anchor of a heading that stands once: `#name-1` for the only heading `Name`. */
function withAnchors(text: string): string {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading.toLowerCase());
  return text.replace(/\(#([a-z]+)-1\)/g, (link, name: string) =>
    headings.filter((heading) => heading === name).length === 1 ? `(#${name})` : link,
  );
}

/** Pictures of the fixtures' plans, which Terraform made. */
function draw(name: string, plans: readonly string[]): void {
  const inputs = plans.map((plan) => join("test/fixtures/plans", plan));
  const { graph } = runLint(inputs, { cwd: root, draw: true, now: new Date("2026-11-23T12:00:00Z") });
  if (graph) write(join("public/pictures", name), graphWriter("svg")(graph));
}

function build(): void {
  const started = Date.now();
  assemble();
  execFileSync(join(site, "node_modules/.bin/vitepress"), ["build", site], { stdio: ["ignore", "inherit", "inherit"] });
  const broken = brokenLinks(out);
  for (const each of broken) process.stderr.write(`${each}\n`);
  if (broken.length > 0) process.exitCode = 1;
  process.stdout.write(`site: ${sources.size} pages in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

build();
