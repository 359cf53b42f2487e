import { DAY } from "../../formats/day";
import { UsageError } from "../errors";
import { KEY_TYPES } from "../model/terraform/keys";
import type { Model } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import type { FoundBundle } from "../read/input";
import { readInputs } from "../read/read";
import type { ChangeEffect, Notice } from "../report/finding";
import type { Settings } from "../settings";
import type { NamesInCode } from "./drift";

/** What exists, for comparison. */
export interface Estate {
  readonly models: readonly Model[];
  /** Bundles of a saved audit, by their public sidecars. */
  readonly bundles: readonly FoundBundle[];
}

/** No estate was given. */
export const noEstate: Estate = { models: [], bundles: [] };

/** The models of a state or a saved audit that inputs are compared with. */
export function readEstate(against: string, reading: Parameters<typeof readInputs>[1]): Estate {
  const read = readInputs([against], reading);
  const broken = read.find(({ error }) => error !== undefined);
  if (broken) throw new UsageError(`--against '${against}': ${broken.error}`, "unreadable-input");
  const models = read.flatMap(({ model }) => model ?? []);
  if (models.length === 0 || models.some(({ kind }) => kind !== "state" && kind !== "account")) {
    throw new UsageError(
      `--against '${against}' is neither a state nor a saved audit; write one with terraform show -json, or emr-encryption audit --save`,
      "unreadable-input",
    );
  }
  return { models, bundles: read.flatMap(({ bundle }) => bundle ?? []) };
}

/** What an input has of the kinds of resources that are compared with an estate; only where there is one. */
export function namesOf(model: Model, { models: estate }: Estate): readonly NamesInCode[] {
  return estate.length === 0 ? [] : [driftCode().namesInCode(model)];
}

/** What an estate has and no input has. */
export function driftOf({ models: estate }: Estate, inCode: readonly NamesInCode[]): readonly Notice[] {
  return estate.length === 0 ? [] : driftCode().drift(estate, inCode);
}

const driftCode = (): typeof import("./drift") => require("./drift");

/** What a plan does; loaded only where it changes something of EMR's encryption. */
export function changesOf(
  model: Model,
  estate: Estate,
  { settings, now }: { readonly settings: Settings; readonly now: Date },
): readonly ChangeEffect[] {
  if (model.kind !== "plan") return [];
  const isChanging = managed(model, ...REHEARSED).some(({ actions }) =>
    actions.some((action) => action !== "no-op" && action !== "read"),
  );
  if (!isChanging) return [];
  const { rehearse } = require("./rehearsal") as typeof import("./rehearsal");
  return rehearse(model, estate.models, bundleTrust(model, estate, now.getTime()), settings.known?.clusters);
}

const TRUST_UNSEEN =
  "whether nodes with the old and the new certificate trust each other is not known: pass a saved audit that contains the old bundle (audit --bundles) with --against";

/** Whether old and new nodes trust each other, for an object whose bundle is known before and after the plan, and until when the old ones work. */
function bundleTrust(
  model: Model,
  { bundles }: Estate,
  at: number,
): (address: string, uri: string) => readonly string[] {
  return (address, uri) => {
    const former = bundles.find(({ publishedAs }) => `s3://${publishedAs}` === uri);
    if (!former) return [TRUST_UNSEEN];
    const { findBundles }: typeof import("../facts/bundle/locate") = require("../facts/bundle/locate");
    const { readFound }: typeof import("../facts/bundle/open") = require("../facts/bundle/open");
    const { lastDay, mutualTrust }: typeof import("./mutual-trust") = require("./mutual-trust");
    const next = findBundles(model).find((each) => each.address === address)?.content;
    const old = readFound(former);
    const trust = next && ("leaf" in next || "chain" in next) ? mutualTrust(old, next, at) : undefined;
    return [trust ?? TRUST_UNSEEN, ...lastDay(old)];
  };
}

const REHEARSED = [
  "aws_emr_cluster",
  "aws_emr_security_configuration",
  ...KEY_TYPES,
  "aws_kms_alias",
  "aws_kms_key_policy",
  "aws_kms_grant",
  "aws_s3_object",
  "aws_s3_bucket_object",
];

/** Exports that are older than the settings allow. */
export function staleDeclarations({ known, exports }: Settings, now: Date): readonly Notice[] {
  const { maxAgeDays = 90 } = known ?? {};
  return exports.flatMap(({ account, asOf }) => {
    const days = Math.floor((now.getTime() - Date.parse(`${asOf}T00:00:00Z`)) / DAY);
    if (days <= maxAgeDays) return [];
    const whose = account === undefined ? "" : ` of the account ${account}`;
    const message = `known:${whose} was written on ${asOf}, ${days} days ago; at most ${maxAgeDays} days are allowed: run emr-encryption audit --export again`;
    return [{ kind: "old declarations", message }];
  });
}
