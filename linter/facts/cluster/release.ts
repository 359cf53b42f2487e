import { type Release, readRelease } from "../../../formats/releases";
import type { ClusterFact } from "../../rows/clusters";
import { type Known, known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";

/** Leaves of a cluster that its release label decides. */
export function releaseLeaves(
  release: Leaf<string>,
): Pick<ClusterFact, "release" | "releaseNumber" | "releaseStanding" | "newestRelease" | "s3a"> {
  const read = releaseOf(release);
  const of = <T>(value: (release: Release) => T): Leaf<T> =>
    "unknown" in read ? read : known(read.known && value(read.known));
  return {
    release,
    releaseNumber: of(({ number }) => number),
    releaseStanding: standing(release, read),
    newestRelease: of(({ newestKnown }) => newestKnown),
    s3a: of(({ s3a }) => s3a),
  };
}

/** A text that is not a release label is known, although it cannot be compared. */
function standing(release: Leaf<string>, read: Known<Release> | UnknownLeaf): ClusterFact["releaseStanding"] {
  if (!("unknown" in read)) return known(read.known?.standing);
  if (!("known" in release)) return read;
  return known(release.known?.trim() === "" ? "empty" : "invalid");
}

/** The release that a label names; absent without a label. */
export function releaseOf(release: Leaf<string>): Known<Release> | UnknownLeaf {
  if ("unknown" in release) return release;
  if (!("known" in release)) return unknownLeaf("the release is known after apply", "write release_label in the plan");
  if (release.known === null) return known<Release>(null);
  const read = readRelease(release.known);
  return read
    ? known(read)
    : unknownLeaf(`'${release.known.trim()}' is not a release label`, "write a release label such as emr-7.5.0");
}
