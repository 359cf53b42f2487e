import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** One row of docs/changes.md. */
export interface PageRow {
  readonly change: string;
  /** What Terraform plans, as the page writes it: "+ aws_s3_object". */
  readonly actions: readonly string[];
}

/** The row of a cluster that Terraform makes, which the deployment of examples/cluster tries as well. */
export const clusterRow = "settings, and Terraform makes the cluster";

/** The table of docs/changes.md. */
export function changesPage(): readonly PageRow[] {
  const lines = readFileSync(resolve("docs/changes.md"), "utf8").split("\n");
  const start = lines.findIndex((line) => line.startsWith("| you change | Terraform plans |"));
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start + 2, start + length).map((line) => {
    const [, change = "", plans = ""] = line.split("|").map((cell) => cell.trim());
    return { change, actions: [...plans.matchAll(/`(\S+ aws_\w+)`/g)].map(([, action = ""]) => action).sort() };
  });
}

const symbols: { readonly [actions: string]: string } = {
  create: "+",
  delete: "-",
  update: "~",
  replace: "-/+",
  // As a saved plan has it.
  "delete+create": "-/+",
  "create+delete": "-/+",
};

/** The actions of a plan ("create aws_s3_object") as the page writes them, each once. */
export function asOnPage(actions: readonly string[]): readonly string[] {
  const words = actions.map((action) => action.split(" "));
  return [...new Set(words.map(([what = "", type]) => `${symbols[what] ?? what} ${type}`))].sort();
}
