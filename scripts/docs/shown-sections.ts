import type { ShownBundle } from "./shown-bundle";
import type { ShownStack } from "./shown-stack";

/** What a page shows of a rule: a case of its stack or of its bundle, or why it has none. */
export type Shown =
  | { readonly stack: ShownStack }
  | { readonly bundle: ShownBundle }
  | { readonly without?: string; readonly repair?: string };

/** The mistake, what the linter prints about it, and its repair. */
export function shownSections(shown: Shown): readonly string[] {
  if ("stack" in shown) return stackSections(shown.stack);
  if ("bundle" in shown) return bundleSections(shown.bundle);
  if (shown.without === undefined) return [];
  return [`This page has no example: ${shown.without}.`, ...repairSection(shown.repair)];
}

function stackSections({ hcl, cdktf, document, files, change, finding, repair }: ShownStack): readonly string[] {
  return [
    "## What it looks like",
    fenced("hcl", hcl),
    ...files,
    ...(cdktf === undefined ? [] : [folded("The same in CDKTF", fenced("ts", cdktf))]),
    ...(document === undefined ? [] : [folded("The document", fenced("json", document))]),
    ...(change === undefined ? [] : ["The change that Terraform plans:", fenced("diff", change)]),
    change === undefined ? "The linter prints:" : "The linter prints of the plan:",
    fenced("text", finding),
    ...(repair === undefined ? [] : ["## The repair", fenced("diff", repair)]),
  ];
}

function bundleSections({ hcl, cdktf, inspected, finding, repair, repaired }: ShownBundle): readonly string[] {
  return [
    "## What it looks like",
    ...(hcl === undefined ? [] : [fenced("hcl", hcl)]),
    ...(cdktf === undefined ? [] : [folded("The same in CDKTF", fenced("ts", cdktf))]),
    "`emr-encryption certs inspect certs.zip` prints:",
    fenced("text", inspected),
    "The linter prints:",
    fenced("text", finding),
    ...repairSection(repair),
    folded("What `certs inspect` prints then", fenced("text", repaired)),
  ];
}

function repairSection(commands: string | undefined): readonly string[] {
  if (commands === undefined) return [];
  const published =
    "emr-encryption certs publish certs.zip s3://BUCKET/certs-2.zip   # a new object: clusters keep the one they started with";
  return ["## The repair", fenced("sh", `${commands}\n${published}`)];
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function folded(summary: string, content: string): string {
  return `<details>\n<summary>${summary.replace(/`([^`]*)`/g, "<code>$1</code>")}</summary>\n\n${content}\n\n</details>`;
}
