import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type DefaultTreeAdapterMap, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

interface Page {
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

/** Links and pictures of a built site that lead nowhere, and anchors that do not exist, as sentences. */
export function brokenLinks(folder: string): readonly string[] {
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith(".html"))
    .toSorted();
  const pages = new Map(files.map((file) => [file, pageOf(readFileSync(join(folder, file), "utf8"))]));
  return [...pages].flatMap(([file, { links }]) =>
    links.flatMap((link) => {
      const problem = problemOf(link, file, pages, folder);
      return problem ? [`${file}: ${link} ${problem}`] : [];
    }),
  );
}

function pageOf(html: string): Page {
  const ids = new Set<string>();
  const links: string[] = [];
  const visit = (node: Node): void => {
    for (const { name, value } of "attrs" in node ? node.attrs : []) {
      if (name === "id") ids.add(value);
      if (name === "href" || name === "src") links.push(value);
    }
    if ("childNodes" in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return { ids, links };
}

function problemOf(link: string, file: string, pages: ReadonlyMap<string, Page>, folder: string): string | undefined {
  if (/^(https?:|mailto:|data:|javascript:)/.test(link) || link === "") return undefined;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : resolved(decodeURIComponent(path), file);
  const page = pages.get(target) ?? pages.get(posix.join(target, "index.html"));
  if (!page) return existsSync(join(folder, target)) ? undefined : "does not exist";
  if (anchor === undefined || anchor === "" || page.ids.has(decodeURIComponent(anchor))) return undefined;
  return "has no such anchor";
}

function resolved(path: string, file: string): string {
  const absolute = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(file), path);
  if (absolute === "" || absolute.endsWith("/")) return posix.join(absolute, "index.html");
  return posix.extname(absolute) === "" ? `${absolute}.html` : absolute;
}
