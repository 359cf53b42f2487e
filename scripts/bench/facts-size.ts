import { dirname } from "node:path";
import { buildFacts } from "../../linter/facts/build-facts";
import { GuardedFiles } from "../../linter/read/guarded-files";
import { readInputs } from "../../linter/read/read";
import { defaultThresholds } from "../../linter/settings";

/** Bytes of JSON that the rules are given for a file. */
export function factsSize(file: string): number {
  const cwd = dirname(file);
  const files = new GuardedFiles({ cwd });
  const lintContext = {
    now: new Date(),
    environment: { name: "production", from: "default" },
    thresholds: defaultThresholds(),
    settings: { files: [], waivers: [], locked: [], exports: [], notices: [] },
    options: {},
    beside: [],
    cwd,
    files,
  };
  const read = readInputs([file], { cwd, files, stdin: () => new Uint8Array() });
  return read.reduce((sum, each) => sum + JSON.stringify(buildFacts(each, lintContext)).length, 0);
}
