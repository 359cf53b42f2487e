import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { UsageError } from "../linter/errors";
import { leadsOut } from "../linter/read/guarded-files";
import type { Terminal } from "./terminal";

interface Flags {
  readonly cdktn?: boolean;
  readonly hcl?: boolean;
}

/** `init`: writes a small working project. */
export function initCommand(terminal: Terminal): Command {
  return new Command("emr-encryption init")
    .description("create a project: a stack with encryption, the policy check, settings, CI, pre-commit and a test")
    .argument("[folder]", "an empty folder, or one to create", ".")
    .option("--cdktn", "create the project for CDK Terrain (Node 22)")
    .option("--hcl", "create the project in HCL, without the constructs")
    .action((folder: string, flags: Flags) => run(folder, flags, terminal));
}

function run(typed: string, flags: Flags, terminal: Terminal): void {
  if (flags.cdktn && flags.hcl) throw new UsageError("--cdktn and --hcl are not valid together; use one of them");
  const folder = resolve(terminal.cwd, typed);
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new UsageError(`'${typed}' is a symbolic link; give the folder it leads to`);
  }
  if (leadsOut(dirname(folder))) {
    throw new UsageError(`'${typed}' cannot be written: its folder is a symbolic link that leads out of the checkout`);
  }
  const present = existsSync(folder) ? readdirSync(folder).filter((name) => name !== ".git") : [];
  if (present.length > 0) {
    const shown = present.slice(0, 5).join(", ") + (present.length > 5 ? ` and ${present.length - 5} more` : "");
    throw new UsageError(`'${typed}' is not empty: it contains ${shown}; give an empty folder, or one to create`);
  }
  const { constructProject, hclProject } = require("./init/projects") as typeof import("./init/projects");
  const { packageVersion } = require("../linter/package") as typeof import("../linter/package");
  const project = flags.hcl ? hclProject(packageVersion()) : constructProject(packageVersion(), flags.cdktn === true);
  for (const [name, content] of Object.entries(project.files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content, { flag: "wx" });
  }
  const enter = typed === "." ? [] : [`  cd ${typed}`];
  terminal.out(
    `${[
      `wrote ${Object.keys(project.files).join(", ")}`,
      "",
      "next:",
      ...enter,
      ...project.next.map((line) => `  ${line}`),
    ].join("\n")}\n`,
  );
}
