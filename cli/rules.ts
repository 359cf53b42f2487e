import { Command, Option } from "commander";
import { nearestName } from "../formats/nearest";
import { UsageError } from "../linter/errors";
import { readCatalogue } from "../linter/rules/catalogue";
import { catalogueText, readRuleExamples, ruleText } from "./rules-text";
import type { Terminal } from "./terminal";

/** `emr-encryption rules [id]`: the catalogue, or one rule with its reasons and examples. */
export function rulesCommand(terminal: Terminal): Command {
  return new Command("emr-encryption rules")
    .description("list the rules, or explain one")
    .argument("[id]", "rule to explain, as cert.weak_rsa")
    .addOption(new Option("--format <name>", "how to write").choices(["text", "json"]).default("text"))
    .option("--no-color", "write without colours")
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
    });
}

function written(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
