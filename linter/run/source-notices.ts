import { groupByEach } from "../../formats/group-by";
import type { MissingModule, Model, Resource } from "../model/terraform/model";
import { ofType } from "../model/terraform/of-type";
import type { ReadInput } from "../read/input";
import type { Notice } from "../report/finding";

/** What the report says about the sources of a plan: those that are not used, and documents that only they contain. */
export function sourceNotices({ input, model }: ReadInput): readonly Notice[] {
  if (model?.kind !== "plan")
    return [...missingNotices(input, optionalModules(model)), ...noticesOf(input, model?.notices)];
  const read = groupByEach(ofType(model, "aws_emr_security_configuration"), (resource) => {
    const from = resource.readFrom?.("configuration");
    return from ? [`${from.file}:${from.line}`] : [];
  });
  const fromSources = read.size > MOST_PLACES ? [readFromMany([...read.keys()])] : [...read].map(readFromOne);
  return noticesOf(input, [...(model.notices ?? []), ...fromSources]);
}

function noticesOf(input: string, texts: readonly string[] = []): readonly Notice[] {
  return texts.map((text) => ({ kind: "sources", message: `${input}: ${text}` }));
}

/** Number of configurations up to which each is named; above it, their files are. */
const MOST_PLACES = 10;

function readFromOne([place, resources]: readonly [string, readonly Resource[]]): string {
  return `the plan does not contain the configuration of ${resources.map(({ address }) => address).join(", ")}; it was read from ${place}, which must not have changed since the plan was made`;
}

function readFromMany(places: readonly string[]): string {
  const files = [...new Set(places.map((place) => place.replace(/:\d+$/, "")))];
  const others = files.length > MOST_PLACES ? ` and ${files.length - MOST_PLACES} more files` : "";
  const named = files.slice(0, MOST_PLACES).join(", ") + others;
  return `the plan does not contain the configuration in ${places.length} places of its sources; they were read from ${named}, which must not have changed since the plan was made`;
}

/**
 * Modules of the public registry whose owners have EMR only in modules of that name. Those for state machines and schedules can
 * start clusters, and are not among them.
 */
const WITHOUT_EMR =
  /^(?:registry\.(?:terraform\.io|opentofu\.org)\/)?(?:cloudposse|terraform-aws-modules)\/(?!step-functions|eventbridge)[\w-]+\/\w+(?:\/\/[\w/-]+)?$/;

/** Whether a run cannot pass without a module: its source may contain anything of EMR, such as a submodule that was not fetched. */
export function isRequired({ address, source }: MissingModule): boolean {
  return !WITHOUT_EMR.test(source) || /(?:^|[^a-z])emr/i.test(`${address} ${source}`);
}

/** Modules that are not here, and without which a run passes unless it is strict. */
export function optionalModules(model: Model | undefined): readonly MissingModule[] {
  return model?.missingModules?.filter((module) => !isRequired(module)) ?? [];
}

/** The missing modules and how to install them, as a clause. */
export function notHere(missing: readonly MissingModule[]): string {
  const local = missing.filter(({ source }) => isLocal(source));
  const installed = missing.filter(({ source }) => !isLocal(source));
  return [installed, local]
    .filter(({ length }) => length > 0)
    .map((modules) => `${namesOf(modules)} ${modules.length === 1 ? "is" : "are"} missing; ${helpFor(modules)}`)
    .join("; ");
}

/** How to install modules; those of the same repository need no installation. */
function helpFor(missing: readonly MissingModule[]): string {
  return missing.every(({ source }) => isLocal(source))
    ? "a local source must be a folder with Terraform configuration that does not call itself; fetch submodules first"
    : "run terraform init in this folder first";
}

function isLocal(source: string): boolean {
  return /^\.\.?\//.test(source);
}

function namesOf(missing: readonly MissingModule[]): string {
  const more = missing.length > 10 ? ` and ${missing.length - 10} more` : "";
  const names = missing.slice(0, 10).map(({ address }) => address);
  return names.join(", ") + more;
}

function missingNotices(input: string, missing: readonly MissingModule[]): readonly Notice[] {
  if (missing.length === 0) return [];
  const message = `${input}: ${namesOf(missing)} ${missing.length === 1 ? "was" : "were"} not read, since the source is missing; ${helpFor(missing)}`;
  return [{ kind: "sources", message }];
}
