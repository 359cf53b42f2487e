import type { Instance } from "../model/terraform/instances";
import { TerraformModel } from "../model/terraform/terraform-model";
import { isObject, type Json, type JsonObject, list, member, members, text } from "../model/values/json";
import { Unknown } from "../model/values/symbolic";
import type { GuardedFiles } from "./guarded-files";
import type { Gap, ReadInput, ReadOptions } from "./input";
import { planConfiguration } from "./plan-configuration";
import { Refusal } from "./refusal";

/** What all entries of one account have in common. */
interface Common {
  readonly input: string;
  readonly roots: readonly string[];
  readonly files: GuardedFiles;
  readonly budget: ReadOptions["budget"];
}

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

function readRegion(
  json: Json,
  { input, roots, files, budget }: Common,
  failures: readonly string[] | undefined,
): readonly ReadInput[] {
  const region = text(member(json, "region"));
  const resources = list(member(member(member(json, "values"), "root_module"), "resources"));
  const instances = resources.flatMap((entry) => (isObject(entry) ? accountInstance(entry) : []));
  const source = planConfiguration(undefined, () => undefined);
  const model = new TerraformModel({
    input,
    stack: region,
    kind: "account",
    roots,
    files,
    budget,
    region,
    source,
    instances,
  });
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
  const bundle = {
    name: `s3://${name}`,
    place: `s3://${name}`,
    isFolder: false,
    publishedAs: name,
    read: () => Buffer.from(JSON.stringify(sidecar)),
  };
  return [{ input: `${input}: s3://${name}`, stack: "", kind: "bundle", bundle }];
}

function accountInstance(entry: JsonObject): readonly Instance[] {
  const { address, mode, type, name, index } = entry;
  if (typeof address !== "string" || address === "") return [];
  const unseen = members(entry.unseen).map(
    ([attribute, gap]) =>
      [
        attribute,
        new Unknown(text(member(gap, "reason")), text(member(gap, "resolveWith")), [], undefined, "account"),
      ] as const,
  );
  return [
    {
      address,
      module: "",
      mode: mode === "data" ? "data" : "managed",
      type: text(type),
      name: text(name),
      ...(typeof index === "string" && { key: index }),
      actions: [],
      planned: {
        after: entry.values,
        unknown: undefined,
        hidden: undefined,
        before: undefined,
        beforeHidden: undefined,
      },
      ...(unseen.length > 0 && { unseen: new Map(unseen) }),
    },
  ];
}
