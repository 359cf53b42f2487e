import type { Audit, RegionAudit } from "./audit";
import { sidecarOf } from "./sidecar";

/**
 * An audit as a document that `lint` reads: for each Region the resources in the form of Terraform's state. Nothing private is in it: of a bundle that
 * was downloaded it has the public sidecar.
 */
export function auditDocument(audit: Audit, { sidecars }: { readonly sidecars: boolean }): string {
  const { account, partition, caller, at, whole, requests, unseen } = audit;
  const document = {
    auditVersion: 1,
    account,
    partition,
    caller,
    at: at.toISOString(),
    whole,
    requests,
    unseen: unseen.map(({ action, reason }) => ({ action, reason })),
    regions: audit.regions.map((region) => regionDocument(region, sidecars)),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function regionDocument({ region, resources, unlisted, missing, bundles }: RegionAudit, withSidecars: boolean) {
  const sidecars = (withSidecars ? bundles : []).flatMap((bundle) => sidecarOf(bundle) ?? []);
  return {
    region,
    unlisted,
    missing,
    sidecars: sidecars.map((text): object => JSON.parse(text)),
    values: { root_module: { resources } },
  };
}
