import { Command, Option } from "commander";
import { nearestName } from "../formats/nearest";
import { UsageError } from "../linter/errors";
import { readCatalogue } from "../linter/rules/catalogue";
import { catalogueText, readRuleExamples, ruleText } from "./rules-text";
import type { Terminal } from "./terminal";

/** `emr-encryption rules [id]`: the catalogue, or one rule with its reasons and examples; `rules test` for own rules. */
export function rulesCommand(terminal: Terminal): Command {
  return new Command("emr-encryption rules")
    .description("list the rules, or explain one")
    .argument("[id]", "rule to explain, such as cert.weak_rsa")
    .addOption(new Option("--format <name>", "output format").choices(["text", "json"]).default("text"))
    .option("--no-color", "print without colours")
    .action((id: string | undefined, { format, color }: { readonly format: string; readonly color: boolean }) => {
      const catalogue = readCatalogue();
      const options = { colour: terminal.colour && color, columns: terminal.columns };
      if (id === undefined) {
        const rules = [...catalogue.values()];
        terminal.out(format === "json" ? written(rules) : catalogueText(rules, options));
        return;
      }
      const rule = catalogue.get(id);
      if (!rule) {
        const near = nearestName(id, [...catalogue.keys()]);
        throw new UsageError(
          `there is no rule '${id}'; ${near ? `did you mean ${near}` : "emr-encryption rules lists them"}`,
        );
      }
      const examples = readRuleExamples(id);
      terminal.out(format === "json" ? written({ ...rule, examples }) : ruleText(rule, examples, options));
    })
    .addCommand(testCommand(terminal));
}

/** `emr-encryption rules test`: runs the examples of own rules. */
function testCommand(terminal: Terminal): Command {
  return new Command("test")
    .description("evaluate the examples.json of your own rules with the policy compiled from them")
    .argument("<folder>", "folder of the rules and their examples")
    .option("--policy <file>", "compiled policy (default: the only *.tar.gz or *.wasm in the folder)")
    .action((folder: string, { policy }: { readonly policy?: string }) => {
      const { testRules } = require("../linter/run/test-rules") as typeof import("../linter/run/test-rules");
      const results = testRules(folder, { cwd: terminal.cwd, policy });
      const wrong = results.filter(({ fault }) => fault !== undefined);
      for (const { rule, title, fault } of wrong) terminal.out(`${rule}: ${title}: ${fault}\n`);
      terminal.out(`${results.length} examples, ${wrong.length} wrong\n`);
      terminal.exitCode = wrong.length > 0 ? 1 : 0;
    });
}

function written(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
