import type { Finding, InputStatus } from "../report/finding";

/** Groups findings of an account that report the same mistake at several resources; hundreds of configurations often share one. */
export function grouped(findings: readonly Finding[], inputs: readonly InputStatus[]): readonly Finding[] {
  const accounts = new Set(inputs.flatMap((input) => (input.kind === "account" ? [placeKey(input)] : [])));
  if (accounts.size === 0) return findings;
  const addresses = new Map<string, Set<string>>();
  for (const finding of findings) {
    const key = groupKey(finding);
    const known = addresses.get(key) ?? new Set();
    addresses.set(key, known.add(finding.address));
  }
  return findings.map((finding) => {
    const isGroup = accounts.has(placeKey(finding)) && (addresses.get(groupKey(finding))?.size ?? 0) > 1;
    return isGroup ? { ...finding, group: groupName(finding) } : finding;
  });
}

function groupKey(finding: Finding): string {
  return `${placeKey(finding)}\0${groupName(finding)}`;
}

function groupName({ rule, variant, severity }: Finding): string {
  return [rule, ...(variant === undefined ? [] : [variant]), severity].join(" ");
}

function placeKey({ input, stack }: { readonly input: string; readonly stack: string }): string {
  return `${input}\0${stack}`;
}
