import type { FileAccess, Model } from "../../model/terraform/model";
import { ofType } from "../../model/terraform/of-type";
import { FILE_LIMITS } from "../../read/guarded-files";
import { readNamed } from "../../read/refusal";
import type { Facts } from "../../rows/facts";
import type { ConfigurationDocument } from "../configuration/rows";
import type { LintContext } from "../lint-context";
import type { KeyDeclarations } from "./declared";
import { keyServices } from "./services";

/** Rows for KMS keys and for who uses them. */
export type KeyRows = Pick<Facts, "keys" | "keyUses">;

/** The code that reads keys is loaded only if something of EMR may use one. */
export function keyRows(model: Model, documents: readonly ConfigurationDocument[], lintContext: LintContext): KeyRows {
  const { allKeys = false } = lintContext.options;
  const concerned = documents.length > 0 || ofType(model, "aws_emr_cluster", ...keyServices).length > 0;
  if (!concerned && !allKeys) return { keys: [], keyUses: [] };
  const { keyFacts }: typeof import("./rows") = require("./rows");
  const { keyUseFacts }: typeof import("./uses") = require("./uses");
  const { keptDocuments }: typeof import("./places") = require("./places");
  const parsed = keptDocuments(documents);
  const declared = declarations(lintContext);
  return { keys: keyFacts(model, parsed, declared), keyUses: keyUseFacts(model, parsed, declared) };
}

/** What the settings declare, with the policies that they name. */
export function declarations({
  settings,
  options,
  files,
}: Pick<LintContext, "settings" | "options" | "files">): KeyDeclarations {
  const { region, roles, keys = {}, buckets } = settings.known ?? {};
  const here = options.region ?? region;
  return {
    ...(here ? { region: here } : {}),
    ...(roles ? { roles } : {}),
    ...(buckets ? { buckets } : {}),
    allKeys: options.allKeys ?? false,
    keys: Object.fromEntries(
      Object.entries(keys).map(([arn, { policy, rotation }]) => [
        arn,
        {
          ...(policy === undefined ? {} : { policy: readPolicy(policy, arn, settings.declared ?? files) }),
          ...(rotation === undefined ? {} : { rotation }),
        },
      ]),
    ),
  };
}

function readPolicy(file: string, arn: string, files: FileAccess): string {
  const read = () => Buffer.from(files.bytes(file, FILE_LIMITS.document)).toString("utf8");
  return readNamed(`known.keys."${arn}".policy '${file}'`, read, "invalid-settings");
}
