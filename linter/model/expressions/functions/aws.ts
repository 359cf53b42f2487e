import { type Arn, parseArn, renderArn } from "../../../../formats/arn";
import type { Symbolic } from "../../values/symbolic";
import { concatenate } from "../../values/unknowns";
import { asText, FAILED, type Result } from "../result";
import { type Functions, ofTexts, type SymbolicFunction } from "./function";

/** Functions of the AWS provider, as `provider::aws::` has them. */
export const AWS: Functions = {
  arn_build: built,
  arn_parse: ofArn(({ partition, service, region, account: account_id, resource }) => ({
    partition,
    service,
    region,
    account_id,
    resource,
  })),
  trim_iam_role_path: ofArn((arn) =>
    arn.service === "iam" && arn.region === "" && arn.resource.startsWith("role/")
      ? renderArn({ ...arn, resource: arn.resource.replace(/^role\/.*\//, "role/") })
      : FAILED,
  ),
};

function built(parts: readonly Symbolic[]): Result {
  if (parts.length !== 5 || parts.some((part) => asText(part) === FAILED)) return FAILED;
  return concatenate(["arn", ...parts.flatMap((part) => [":", part])]);
}

function ofArn(apply: (arn: Arn) => Result): SymbolicFunction {
  return ofTexts([1, 1], (text) => {
    const arn = parseArn(text);
    if (!arn) return text.startsWith("arn:") ? undefined : FAILED;
    return apply(arn);
  });
}
