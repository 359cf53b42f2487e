import { groupBy } from "../../../formats/group-by";
import type { Graph } from "../../graph/graph";
import type { ChangeEffect, CompactReport, Report } from "../finding";
import { count, inputName } from "../words";
import { code, text } from "./markup";

/** What the plans do to resources and to running clusters; with `--changed`, also how findings change. */
export function changes(graph: Graph | undefined, { findings, changes: effects = [] }: CompactReport): string {
  return [compared(findings), ...alike(effects).map(effect), listing(graph, effects)].join("");
}

function compared(findings: Report["findings"]): string {
  if (!findings.some(({ change }) => change)) return "";
  const counts = (["introduced", "existing", "fixed"] as const).map(
    (change) => `${findings.filter((finding) => finding.change === change).length} ${change}`,
  );
  return `<p>Findings: ${counts.join(", ")}.</p>`;
}

/** Resources to which the same happens. */
function alike(effects: readonly ChangeEffect[]): readonly (readonly ChangeEffect[])[] {
  const groups = groupBy(effects, (each) =>
    JSON.stringify([each.input, each.stack, each.change, each.effects, each.steps]),
  );
  return [...groups.values()];
}

/** Resources to which the same happens: what that does to clusters, and the safe order. */
function effect(group: readonly ChangeEffect[]): string {
  const [given] = group;
  if (!given) return "";
  const { change, effects, steps = [] } = given;
  const names = group.slice(0, shortList).map(({ address }) => code(address));
  const more = group.length > names.length ? ` and ${group.length - names.length} more` : "";
  const facts = effects.map((each) => `<li>${text(each)}</li>`).join("");
  const order = steps.map((step) => `<li>${text(step)}</li>`).join("");
  return [
    `<div class="effect"><h3>${names.join(", ")}${more} <span class="badge plain">${change}</span></h3>`,
    `<p class="meta">${text(inputName(given))}</p>`,
    facts === "" ? "" : `<ul>${facts}</ul>`,
    order === "" ? "" : `<p><strong>The safe order:</strong></p><ol>${order}</ol>`,
    "</div>",
  ].join("");
}

const changeWords = { destroy: "destroyed", replace: "replaced", update: "updated", create: "created" } as const;

/** The resources of the picture that change, a line for each kind of change of each input. */
function listing(graph: Graph | undefined, effects: readonly ChangeEffect[]): string {
  const told = new Set(effects.map(({ input, stack, address }) => JSON.stringify([input, stack, address])));
  const items = (graph?.pictures ?? []).flatMap(({ input, stack, nodes }) =>
    Object.entries(changeWords).flatMap(([change, word]) => {
      const names = nodes
        .filter((node) => node.change === change && !told.has(JSON.stringify([input, stack, node.address])))
        .map(({ address, label }) => code(address || label));
      return names.length === 0 ? [] : [changeLine(word, names, inputName({ input, stack }))];
    }),
  );
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
}

const shortList = 8;

function changeLine(word: string, names: readonly string[], input: string): string {
  const summary = `<strong>${count(names.length, "resource")} ${word}</strong> <span class="meta">${text(input)}</span>`;
  const list = names.join(", ");
  return names.length > shortList
    ? `<li><details><summary>${summary}</summary>${list}</details></li>`
    : `<li>${summary}: ${list}</li>`;
}
