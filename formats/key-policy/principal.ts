import { parseArn } from "../arn";

/** Why KMS would refuse a principal of a key policy, with what to write; undefined if it would accept it. Expects text without references. */
export function principalProblem(principal: string, partition?: string): string | undefined {
  if (principal === "*") {
    return "'*' opens the key to every account of AWS; name the roles";
  }
  if (/^\d{12}$/.test(principal)) return undefined;
  const arn = parseArn(principal);
  if (!arn || (arn.service !== "iam" && arn.service !== "sts")) {
    return `'${principal}' is not the ARN of a role, a user or an account; write arn:aws:iam::111122223333:role/name`;
  }
  if (partition !== undefined && arn.partition !== partition) {
    return `'${principal}' is in partition ${arn.partition}, the key in ${partition}; principals of another partition do not exist there`;
  }
  const [type] = arn.resource.split("/");
  switch (type) {
    case "instance-profile":
      return `'${principal}' is an instance profile; give the ARN of the role in it`;
    case "group":
      return `'${principal}' is a group, and groups cannot be principals; give roles`;
    case "role":
    case "user":
    case "root":
    case "assumed-role":
    case "federated-user":
      return arn.resource.includes("*")
        ? `'${principal}' has a wildcard, which a principal cannot have; name each role`
        : undefined;
    default:
      return `'${principal}' is not a role, a user or an account; write arn:${arn.partition}:iam::${arn.account || "111122223333"}:role/name`;
  }
}
