import { parseArn, renderArn } from "../../../../formats/arn";
import type { Symbolic } from "../../values/symbolic";
import { concatenate } from "../../values/unknowns";
import { asText, FAILED, type Result } from "../result";
import { type Functions, ofTexts } from "./function";

/** Functions of the AWS provider, as `provider::aws::` has them. */
export const AWS: Functions = {
  arn_build: built,
  arn_parse: ofTexts([1, 1], parsed),
  trim_iam_role_path: ofTexts([1, 1], withoutRolePath),
};

function built(parts: readonly Symbolic[]): Result {
  if (parts.length !== 5 || parts.some((part) => asText(part) === FAILED)) return FAILED;
  return concatenate(["arn", ...parts.flatMap((part) => [":", part])]);
}

function parsed(text: string): Result {
  const arn = parseArn(text);
  if (!arn) return text.startsWith("arn:") ? undefined : FAILED;
  const { partition, service, region, account: account_id, resource } = arn;
  return { partition, service, region, account_id, resource };
}

function withoutRolePath(text: string): Result {
  const arn = parseArn(text);
  if (!arn) return text.startsWith("arn:") ? undefined : FAILED;
  if (arn.service !== "iam" || arn.region !== "" || !arn.resource.startsWith("role/")) return FAILED;
  return renderArn({ ...arn, resource: arn.resource.replace(/^role\/.*\//, "role/") });
}
