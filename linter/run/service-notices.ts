import { ofType } from "../model/terraform/of-type";
import type { ReadInput } from "../read/input";
import type { Notice } from "../report/finding";

/** Services of EMR that have no security configuration of this kind, and what they use instead. */
const services: readonly { readonly types: readonly string[]; readonly message: string }[] = [
  {
    types: ["aws_emrserverless_application"],
    message:
      "EMR Serverless has no security configuration: its disks are encrypted with the key of disk_encryption_configuration, and the rules for clusters do not apply to it",
  },
  {
    types: ["aws_emrcontainers_virtual_cluster", "aws_emrcontainers_job_template"],
    message:
      "EMR on EKS has its own security configuration, with certificates from AWS Secrets Manager, and encrypts disks in EKS; the rules for clusters on EC2 do not apply to it",
  },
];

/** One notice for each service of an input that the rules do not cover. */
export function serviceNotices({ input, model }: ReadInput): readonly Notice[] {
  if (!model) return [];
  return services.flatMap(({ types, message }) => {
    const found = ofType(model, ...types);
    if (found.length === 0) return [];
    const named = found.slice(0, 3).map(({ address }) => address);
    const more = found.length > 3 ? ` and ${found.length - 3} more` : "";
    return [{ kind: "service", message: `${input}: ${named.join(", ")}${more}: ${message}` }];
  });
}
