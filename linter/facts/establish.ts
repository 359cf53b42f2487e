import { gone } from "../model/gone";
import type { Model } from "../model/model";
import type { ReadInput } from "../read/input";
import type { BundleFacts } from "./bundle-facts";
import type { BundleSources } from "./bundle-sources";
import type { Circumstances } from "./circumstances";
import { configurationChangeRows } from "./configuration-changes";
import { clusterRows } from "./establish-clusters";
import { keyRows } from "./establish-keys";
import { objectRows } from "./establish-objects";
import { providerRows } from "./establish-providers";
import type { Facts } from "./facts";
import { findBundles, type LocatedBundle } from "./find-bundles";
import { propertyRows } from "./properties";
import { configurationRows, readDocuments } from "./read-configurations";

/** What an input tells. */
export interface Established {
  readonly facts: Facts;
  /** Bundles of this machine that its resources deliver: judged with them. */
  readonly delivered: readonly { readonly place: string; readonly address: string }[];
}

/** Facts about everything of EMR in an input. */
export function establish({ model, bundle }: ReadInput, circumstances: Circumstances): Established {
  const documents = model ? readDocuments(model) : [];
  const staying = documents.filter(({ resource }) => !gone(resource.actions));
  const located = model ? findBundles(model, sourcesOf(circumstances)) : [];
  const bundles = bundle
    ? bundleFacts().rowsOfFound(bundle, circumstances)
    : modelBundles(model, located, circumstances);
  const configurations = model ? configurationRows(model, staying, circumstances) : [];
  const facts: Facts = {
    evaluatedAt: circumstances.now.getTime(),
    environment: circumstances.environment,
    thresholds: circumstances.thresholds,
    configurations,
    clusters: model ? clusterRows(model, configurations) : [],
    configurationChanges: model
      ? configurationChangeRows(
          model,
          documents.map(({ resource }) => resource),
        )
      : [],
    properties: propertyRows(staying),
    ...(model ? keyRows(model, documents, circumstances) : { keys: [], keyUses: [] }),
    objects: model ? objectRows(model, documents, located, circumstances) : [],
    providers: model ? providerRows(model, documents) : [],
    ...bundles,
  };
  const delivered = located.flatMap(({ place, address }) => (place === undefined ? [] : [{ place, address }]));
  return { facts, delivered };
}

function sourcesOf({ settings, beside, files }: Circumstances): BundleSources {
  return { declared: settings.known?.bundles ?? {}, beside, files };
}

function modelBundles(
  model: Model | undefined,
  located: readonly LocatedBundle[],
  circumstances: Circumstances,
): BundleFacts {
  if (!model || located.length === 0) return { bundles: [], bundleFiles: [], certificates: [], certificateDomains: [] };
  return bundleFacts().rowsOfLocated(model, located, circumstances);
}

/** Certificates are read by code that is loaded only when there is a bundle. */
function bundleFacts(): typeof import("./establish-bundles") {
  return require("./establish-bundles");
}
