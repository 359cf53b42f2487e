import type { Action, Model, Resource } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { isLeaf, Reference } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import type { ConfigurationChange, ConfigurationChangeFact } from "../../rows/configuration-changes";
import { ABSENT, known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { DocumentCursor } from "../document-cursor";
import { replacedByEcho } from "./echoes";

/** A row for each of these security configurations. */
export function configurationChangeRows(
  model: Model,
  configurations: readonly Resource[],
): readonly ConfigurationChangeFact[] {
  return configurations.map((resource) => ({
    id: resource.address,
    name: madeUp(resource) ? ABSENT : new DocumentCursor(model, resource.values.name).text(),
    formerName: new DocumentCursor(model, resource.before?.name).text(),
    change: known(change(resource.actions)),
    createBeforeDestroy: createBeforeDestroy(model, resource),
    usedBy: usedBy(model, resource),
    replacedByEcho: replacedByEcho(model, resource),
  }));
}

/** Whether Terraform generates the name; one that is destroyed keeps the name that it has. */
function madeUp({ written, actions }: Resource): boolean {
  return written !== undefined && !written.has("name") && actions.includes("create");
}

function change(actions: readonly Action[]): ConfigurationChange | null {
  if (actions.length === 0) return null;
  const created = actions.includes("create");
  if (actions.includes("delete")) return created ? "replace" : "delete";
  if (actions.includes("forget") && created) return "succeed";
  return created ? "create" : "none";
}

/** In a plan the order of the actions shows it, in sources the resource's lifecycle. */
function createBeforeDestroy(model: Model, { actions, values }: Resource): Leaf<boolean> {
  if (actions.includes("create") && actions.includes("delete")) return known(actions[0] === "create");
  return new DocumentCursor(model, values.lifecycle).at("create_before_destroy").flag();
}

/** Clusters that name the configuration; before the change where the plan destroys it. A cluster that is destroyed with it does not count. */
function usedBy(model: Model, configuration: Resource): Leaf<string> {
  const destroyed = configuration.actions.includes("delete");
  const own = ((destroyed && configuration.before) || configuration.values).name;
  const names = managed(model, "aws_emr_cluster")
    .filter(({ actions }) => !(destroyed && actions.includes("delete")))
    .map(({ address, values, before }) => {
      const named = (destroyed ? before : values)?.security_configuration;
      return { address, name: new DocumentCursor(model, named).resolved() };
    });
  const users = names.filter(({ name }) =>
    name instanceof Reference ? name.address === configuration.address : typeof name === "string" && name === own,
  );
  if (users.length > 0) return known(users.map(({ address }) => address).join(", "));
  const open = names.find(({ name }) => isLeaf(name) && !(name instanceof Reference));
  if (!open) return ABSENT;
  return unknownLeaf(`the security configuration of ${open.address} is known after apply`, LINT_LATER_PLAN);
}
