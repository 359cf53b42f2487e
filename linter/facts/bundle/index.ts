import { resolve } from "node:path";
import { rootCertificates } from "node:tls";
import { uniqueBy } from "../../../formats/group-by";
import { readPem } from "../../../formats/pem/read";
import { type Certificate, readCertificate } from "../../../formats/x509/certificate";
import { UsageError } from "../../errors";
import type { FileAccess, Model } from "../../model/terraform/model";
import { Unknown } from "../../model/values/symbolic";
import { FILE_LIMITS } from "../../read/guarded-files";
import type { FoundBundle } from "../../read/input";
import { readNamed } from "../../read/refusal";
import type { Row } from "../../rows/row";
import { Clusters, type NodeTraits, noClusters } from "../cluster/node-traits";
import { vpcDomains } from "../cluster/vpc-domains";
import { DocumentCursor, leafOfUnknown } from "../document-cursor";
import type { LintContext } from "../lint-context";
import { type BundleContext, type BundleFacts, bundleFacts } from "./bundle-facts";
import type { LocatedBundle } from "./locate";
import { readFound } from "./open";
import { plannedBundleFacts } from "./planned-bundle";

/** Rows of a bundle that is checked alone. */
export function rowsOfFound(bundle: FoundBundle, lintContext: LintContext): BundleFacts {
  return bundleFacts(readFound(bundle), contextOf("", lintContext));
}

/** Rows of the bundles that a model points to. */
export function rowsOfLocated(model: Model, located: readonly LocatedBundle[], lintContext: LintContext): BundleFacts {
  const clusters = new Clusters(model);
  const each = located.map(({ address, configurations, content, region }) => {
    const context = contextOf(address, lintContext, {
      model,
      traits: clusters.traits(configurations),
      region: new DocumentCursor(model, region).resolved(),
    });
    if (content instanceof Unknown) return bundleFacts(leafOfUnknown(content), context);
    return "entries" in content ? plannedBundleFacts(model, content, context) : bundleFacts(content, context);
  });
  // A planned certificate may serve several bundles; it is checked once.
  const distinct = <R extends Row>(rowsOf: (facts: BundleFacts) => readonly R[]) =>
    uniqueBy(each.flatMap(rowsOf), ({ id }) => id);
  return {
    bundles: distinct(({ bundles }) => bundles),
    bundleFiles: distinct(({ bundleFiles }) => bundleFiles),
    certificates: distinct(({ certificates }) => certificates),
    certificateDomains: distinct(({ certificateDomains }) => certificateDomains),
  };
}

interface BundleModel {
  readonly model: Model;
  readonly traits: NodeTraits;
  readonly region: unknown;
}

function contextOf(subject: string, lintContext: LintContext, around?: BundleModel): BundleContext {
  const { ownImage, ...traits } = around?.traits ?? noClusters;
  return {
    subject,
    evaluatedAt: lintContext.now.getTime(),
    defaultRoots: ownImage ? undefined : () => defaultRoots(lintContext),
    additionalRoots: (lintContext.settings.known?.additionalRoots ?? []).flatMap((file) =>
      readRoots(file, "known.additionalRoots", lintContext.settings.declared ?? lintContext.files),
    ),
    ...traits,
    domains: vpcDomains(around?.model, around?.region, lintContext),
  };
}

let shipped: readonly Certificate[] | undefined;

function defaultRoots({ options, cwd, files }: LintContext): readonly Certificate[] {
  if (options.defaultRoots !== undefined)
    return readRoots(resolve(cwd, options.defaultRoots), "--default-roots", files);
  shipped ??= rootCertificates.flatMap((pem) => certificatesIn(Buffer.from(pem)));
  return shipped;
}

function readRoots(file: string, said: string, files: FileAccess): readonly Certificate[] {
  const roots = certificatesIn(readNamed(`${said} '${file}'`, () => files.bytes(file, FILE_LIMITS.roots)));
  if (roots.length === 0) throw new UsageError(`${said} '${file}' contains no PEM certificate`);
  return roots;
}

function certificatesIn(bytes: Uint8Array): readonly Certificate[] {
  return readPem(bytes).blocks.flatMap(({ label, der }) => {
    const certificate = label === "CERTIFICATE" ? readCertificate(der) : undefined;
    return certificate && !("problem" in certificate) ? [certificate] : [];
  });
}
