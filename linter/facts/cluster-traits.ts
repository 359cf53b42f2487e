import type { Model } from "../model/model";
import type { Symbolic } from "../model/symbolic";
import type { NodesContext } from "./bundle-certificates";
import { Part } from "./part";

/** What the clusters of an input tell about the nodes that read a bundle. */
export type ClusterTraits = Pick<NodesContext, "java8" | "clientCertificates" | "publicNames">;

/**
 * Traits of the nodes, by every cluster of the input. Where there is none, the Java is not known, and Hadoop's default (no
 * certificates of clients) and the absence of Presto and Trino are taken as they are: nothing says otherwise.
 */
export function clusterTraits(model: Model | undefined): ClusterTraits {
  const clusters = (model?.resources ?? []).filter(
    ({ type, mode }) => type === "aws_emr_cluster" && mode === "managed",
  );
  if (!model || clusters.length === 0) return { java8: undefined, clientCertificates: false, publicNames: false };
  const of = (name: string): readonly (Symbolic | undefined)[] =>
    clusters.map(({ values }) => new Part(model, values[name]).settled());
  return {
    java8: some(of("release_label"), (label) => (typeof label === "string" ? majorOf(label) : undefined)),
    clientCertificates: some([...of("configurations_json"), ...of("configurations")], asksClients),
    publicNames: some(of("applications"), servesPublic),
  };
}

/** Kleene's or. */
function some(
  values: readonly (Symbolic | undefined)[],
  holds: (value: Symbolic | undefined) => boolean | undefined,
): boolean | undefined {
  const verdicts = values.map(holds);
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}

/** EMR 7 runs on Java 17, earlier releases on Java 8. */
function majorOf(label: string): boolean | undefined {
  const [, major] = /^emr-(\d+)\./.exec(label) ?? [];
  return major === undefined ? undefined : Number(major) < 7;
}

function asksClients(value: Symbolic | undefined): boolean | undefined {
  if (value === undefined || value === null) return false;
  if (typeof value !== "string") return undefined;
  // A URL in `configurations` leads to a document that is not in the input.
  if (!value.trimStart().startsWith("[")) return undefined;
  return /"hadoop\.ssl\.require\.client\.cert"\s*:\s*"true"/i.test(value);
}

function servesPublic(value: Symbolic | undefined): boolean | undefined {
  if (value === undefined || value === null) return false;
  if (!Array.isArray(value)) return undefined;
  const names: readonly Symbolic[] = value;
  if (names.some((name) => typeof name === "string" && /^(presto|prestosql|trino)$/i.test(name))) return true;
  return names.every((name) => typeof name === "string") ? false : undefined;
}
