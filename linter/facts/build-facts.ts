import { isKept } from "../model/terraform/lifecycle";
import type { Model } from "../model/terraform/model";
import { isRecord, Unknown } from "../model/values/symbolic";
import type { ReadInput } from "../read/input";
import type { ClusterFact } from "../rows/clusters";
import type { ConfigurationFact } from "../rows/configurations";
import type { Facts } from "../rows/facts";
import type { BundleFacts } from "./bundle/bundle-facts";
import { findBundles, type LocatedBundle } from "./bundle/locate";
import type { BundleSources } from "./bundle/open";
import { clusterRows } from "./cluster/rows";
import { configurationChangeRows } from "./configuration/change-rows";
import { propertyRows } from "./configuration/property-rows";
import { type ConfigurationDocument, configurationRows, readDocuments } from "./configuration/rows";
import { keyRows } from "./key";
import type { LintContext } from "./lint-context";
import { providerRows } from "./provider/rows";
import { objectRows } from "./s3/object-rows";

/** What an input contains. */
export interface BuiltFacts {
  readonly facts: Facts;
  /** Bundles of this machine that its resources deliver: checked with them. */
  readonly delivered: readonly { readonly place: string; readonly address: string }[];
  /** The first security configuration whose document is not known: what it names is not in the facts. */
  readonly hidden: HiddenDocument | undefined;
}

/** A security configuration whose document is not known, and why. */
export interface HiddenDocument {
  readonly address: string;
  readonly reason: string;
  readonly resolveWith: string;
}

/** Facts about everything of EMR in an input. */
export function buildFacts({ model, bundle }: ReadInput, lintContext: LintContext): BuiltFacts {
  const documents = model ? readDocuments(model) : [];
  const staying = documents.filter(({ resource }) => isKept(resource));
  const located = model ? findBundles(model, sourcesOf(model, lintContext)) : [];
  const bundles = bundle ? bundleFacts().rowsOfFound(bundle, lintContext) : modelBundles(model, located, lintContext);
  const configurations = model ? configurationRows(model, staying, lintContext) : [];
  const facts: Facts = {
    evaluatedAt: lintContext.now.getTime(),
    environment: lintContext.environment.name,
    environmentAssumed: lintContext.environment.from === "default",
    thresholds: lintContext.thresholds,
    configurations,
    clusters: model ? clusters(model, configurations, documents) : [],
    configurationChanges: model
      ? configurationChangeRows(
          model,
          documents.map(({ resource }) => resource),
        )
      : [],
    properties: propertyRows(staying, model?.kind),
    ...(model ? keyRows(model, documents, lintContext) : { keys: [], keyUses: [] }),
    objects: model ? objectRows(model, documents, located, lintContext) : [],
    providers: model ? providerRows(model, documents) : [],
    ...bundles,
  };
  const delivered = located.flatMap(({ place, address }) => (place === undefined ? [] : [{ place, address }]));
  return { facts, delivered, hidden: hiddenDocument(staying) };
}

function hiddenDocument(documents: readonly ConfigurationDocument[]): HiddenDocument | undefined {
  for (const { resource, root } of documents) {
    if (root instanceof Unknown) {
      return { address: resource.address, reason: root.reason, resolveWith: root.resolveWith };
    }
  }
  return undefined;
}

function sourcesOf(model: Model, { settings, beside, files }: LintContext): BundleSources {
  return {
    declared: settings.known?.bundles ?? {},
    beside,
    files: settings.declared ?? files,
    published: () => publishedIn(model),
  };
}

/** Where constructs leave the sidecars of published bundles, below `//` of `cdk.tf.json`. */
const bundleMetadata = "emr-encryption:bundle";

function publishedIn({ metadata }: Model): readonly string[] {
  const sidecars = isRecord(metadata) ? metadata[bundleMetadata] : undefined;
  return Array.isArray(sidecars) ? sidecars.map((sidecar) => JSON.stringify(sidecar)) : [];
}

/** The code that finds out what a cluster waits for is loaded only if there is a cluster. */
function clusters(
  model: Model,
  configurations: readonly ConfigurationFact[],
  documents: readonly ConfigurationDocument[],
): readonly ClusterFact[] {
  const rows = clusterRows(model, configurations);
  if (rows.length === 0) return [];
  const { unorderedNeeds }: typeof import("./key/apply-order") = require("./key/apply-order");
  const unordered = unorderedNeeds(model, documents);
  return rows.map((row) => ({ ...row, ...unordered(row.id) }));
}

function modelBundles(
  model: Model | undefined,
  located: readonly LocatedBundle[],
  lintContext: LintContext,
): BundleFacts {
  if (!model || located.length === 0) return { bundles: [], bundleFiles: [], certificates: [], certificateDomains: [] };
  return bundleFacts().rowsOfLocated(model, located, lintContext);
}

/** The code that reads certificates is loaded only if there is a bundle. */
function bundleFacts(): typeof import("./bundle") {
  return require("./bundle");
}
