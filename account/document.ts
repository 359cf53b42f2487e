import { readBundle } from "../formats/bundle/read";
import { writeSidecar } from "../formats/sidecar";
import type { Audit, RegionAudit } from "./audit";

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
  const sidecars = (withSidecars ? bundles : []).flatMap(({ name, bytes, region: home, versionId }) => {
    const [bucket = "", ...key] = name.split("/");
    const object = { bucket, key: key.join("/"), region: home, ...(versionId !== undefined && { versionId }) };
    try {
      return [JSON.parse(writeSidecar(bytes, readBundle(bytes), object)) as object];
    } catch {
      // A bundle without a readable private key or chain has no sidecar; the rules report it in the run that downloaded it.
      return [];
    }
  });
  return {
    region,
    unlisted,
    missing,
    sidecars,
    values: { root_module: { resources } },
  };
}
