import type { Instance } from "../model/terraform/instances";
import { type ModelParts, TerraformModel } from "../model/terraform/terraform-model";
import { isObject, type Json, type JsonObject, list, member, members, text } from "../model/values/json";
import { unknownValue } from "../model/values/unknowns";
import { bundleInput, type Gap, type ReadInput } from "./input";
import { planConfiguration } from "./plan-configuration";
import { Refusal } from "./refusal";

/** What all entries of one account have in common. */
type Common = Pick<ModelParts, "input" | "roots" | "files" | "budget">;

/** Reads what `audit --save` wrote: an entry for each Region, and one for each bundle whose sidecar is in it. */
export function readAccount(json: JsonObject, common: Common): readonly ReadInput[] {
  const version = member(json, "auditVersion");
  if (version !== 1) {
    throw new Refusal(
      `its auditVersion ${JSON.stringify(version)?.slice(0, 20)} is not 1, the only one that this version of emr-encryption reads`,
    );
  }
  const regions = list(member(json, "regions"));
  if (regions.length === 0) throw new Refusal("this audit has no Region; run emr-encryption audit --save again");
  const whole = member(json, "whole") === true;
  const failures = [...new Set(list(member(json, "unseen")).map((each) => text(member(each, "reason"))))];
  return regions.flatMap((region) => readRegion(region, common, whole ? undefined : failures));
}

function readRegion(json: Json, common: Common, failures: readonly string[] | undefined): readonly ReadInput[] {
  const region = text(member(json, "region"));
  const resources = list(member(member(member(json, "values"), "root_module"), "resources"));
  const instances = resources.flatMap((entry) => (isObject(entry) ? accountInstance(entry) : []));
  const { input } = common;
  const source = planConfiguration(undefined, () => undefined);
  const model = new TerraformModel({ ...common, stack: region, kind: "account", region, source, instances });
  const missing = list(member(json, "missing")).map((each) => ({
    kind: "missing object",
    message: `${text(member(each, "uri"))} does not exist, and ${text(member(each, "namedBy"))} names it`,
  }));
  const account: ReadInput = {
    input,
    stack: region,
    kind: "account",
    model,
    gaps: list(member(json, "unlisted")).map(gapOf),
    notices: missing,
    ...(failures && { incomplete: failures.join("; ") || "the audit did not end" }),
  };
  return [account, ...list(member(json, "sidecars")).flatMap((sidecar) => publishedBundle(sidecar, input))];
}

function gapOf(json: Json): Gap {
  return {
    kinds: list(member(json, "kinds")).map(text),
    reason: text(member(json, "reason")),
    resolveWith: text(member(json, "resolveWith")),
  };
}

function publishedBundle(sidecar: Json, input: string): readonly ReadInput[] {
  const object = member(sidecar, "object");
  const name = `${text(member(object, "bucket"))}/${text(member(object, "key"))}`;
  const uri = `s3://${name}`;
  const read = () => Buffer.from(JSON.stringify(sidecar));
  return [bundleInput(`${input}: ${uri}`, { name: uri, place: uri, isFolder: false, publishedAs: name, read })];
}

function accountInstance(entry: JsonObject): readonly Instance[] {
  const { address, mode, type, name, index } = entry;
  if (typeof address !== "string" || address === "") return [];
  const unseen = members(entry.unseen).map(([attribute, gap]) => {
    const { reason, resolveWith } = gapOf(gap);
    return [attribute, unknownValue(reason, resolveWith, "account")] as const;
  });
  return [
    {
      address,
      module: "",
      mode: mode === "data" ? "data" : "managed",
      type: text(type),
      name: text(name),
      ...(typeof index === "string" && { key: index }),
      actions: [],
      planned: { after: { value: entry.values }, before: {} },
      ...(unseen.length > 0 && { unseen: new Map(unseen) }),
    },
  ];
}
