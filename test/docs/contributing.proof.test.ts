import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/policies/opa";

const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

/** Commands of the page's opening that print something there, each with the output that it shows. */
function shown(): readonly (readonly [command: string, output: string])[] {
  const opening = page.slice(0, page.indexOf("## A rule, from the outside in"));
  const blocks = [...opening.matchAll(/```\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return blocks
    .flatMap((block) => block.split(/^\$ /m).slice(1))
    .map((entry) => [entry.slice(0, entry.indexOf("\n")), entry.slice(entry.indexOf("\n") + 1).trimEnd()] as const)
    .filter(([, output]) => output !== "");
}

/** Output without what differs from run to run. */
function stable(text: string): string {
  return text.trimEnd().replace(/\d+ ms/g, "… ms");
}

test.each(shown())("$ %s prints what CONTRIBUTING shows", (command, output) => {
  const printed = execFileSync("bash", ["-c", command], { cwd: root, encoding: "utf8" });
  expect(stable(printed)).toBe(stable(output));
});

test("the opening shows the output of two commands", () => {
  expect(shown()).toHaveLength(2);
});
