import { groupBy } from "../../formats/group-by";
import type { Finding, InputStatus } from "../report/finding";

/** Groups findings of an account that report the same mistake at several resources; hundreds of configurations often share one. */
export function grouped(findings: readonly Finding[], inputs: readonly InputStatus[]): readonly Finding[] {
  const accounts = new Set(inputs.flatMap((input) => (input.kind === "account" ? [placeKey(input)] : [])));
  if (accounts.size === 0) return findings;
  const groupKey = (finding: Finding) => `${placeKey(finding)}\0${groupName(finding)}`;
  const several = new Set(
    [...groupBy(findings, groupKey)].flatMap(([key, group]) =>
      new Set(group.map(({ address }) => address)).size > 1 ? key : [],
    ),
  );
  return findings.map((finding) => {
    const isGroup = accounts.has(placeKey(finding)) && several.has(groupKey(finding));
    return isGroup ? { ...finding, group: groupName(finding) } : finding;
  });
}

function groupName({ rule, variant, severity }: Finding): string {
  return [rule, ...(variant === undefined ? [] : [variant]), severity].join(" ");
}

function placeKey({ input, stack }: { readonly input: string; readonly stack: string }): string {
  return `${input}\0${stack}`;
}
