import type { Embedding, Resource } from "../model/terraform/model";
import type { ReadInput } from "../read/input";
import type { Place } from "../report/finding";
import type { Facts } from "../rows/facts";
import type { Row } from "../rows/row";
import type { UnknownVerdict, Violation } from "../rules/engine";
import { sharedList, sharedText } from "../rules/shared-text";

/** Every row of the facts with its kind. */
export function rowsOf(facts: Facts): readonly (readonly [kind: string, row: Row])[] {
  return Object.entries(facts).flatMap(([kind, rows]) =>
    Array.isArray(rows) ? rows.map((row: Row) => [kind, row] as const) : [],
  );
}

/** Kinds of rows inside a bundle: the part of their subject after the address is a place in the bundle. */
const insideBundles: ReadonlySet<string> = new Set(["bundles", "bundleFiles", "certificates", "certificateDomains"]);

/** The path of a check that is about a whole resource: one for all, since a run may keep many thousands. */
const WHOLE: Place["path"] = [];

/** Finds the place in the input that a check is about. */
export function places({ input, stack, model }: ReadInput, facts: Facts): (check: Violation | UnknownVerdict) => Place {
  const kinds = new Map(rowsOf(facts).map(([kind, { id }]) => [id, kind]));
  // Most checks that are not evaluated share a place, and finding it searches the text of files.
  const sources = new Map<string, Source>();
  const source = (resource: Resource | undefined, path: Place["path"]): Source => {
    const key = JSON.stringify([resource?.address, path]);
    const found = sources.get(key) ?? sourceOf(resource, path);
    sources.set(key, found);
    return found;
  };
  return ({ id: subject, at, path = at?.path ?? WHOLE }) => {
    const named = at?.address || addressIn(subject, (prefix) => model?.at(prefix) !== undefined);
    const within = insideBundles.has(kinds.get(subject) ?? "") ? placeInBundle(subject.slice(named.length + 1)) : "";
    const { embedded } = model?.at(named) ?? {};
    const address = embedded?.address ?? named;
    const resource = model?.at(address);
    const sourcePath = embedded ? embedded.path : path;
    const documentPath = embedded ? pathInDocument(embedded, path) : path;
    return {
      input,
      stack,
      address: sharedText(address),
      within: sharedText(within),
      path: sharedList(documentPath),
      ...source(resource, sourcePath),
    };
  };
}

type Source = Pick<Place, "construct" | "file" | "line">;

/** Construct, file and line of a path in a resource, as far as they are known. */
function sourceOf(resource: Resource | undefined, path: Place["path"]): Source {
  const { construct } = resource ?? {};
  const { file, line } = resource?.place?.(path) ?? resource ?? {};
  return {
    ...(construct === undefined ? {} : { construct }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

/** The suffix that distinguishes rows of one place (`@ec2.internal`) is not part of the place. */
function placeInBundle(rest: string): string {
  return (rest.split("@")[0] ?? "").trim();
}

/** The longest address that a subject starts with; instance keys may contain `#` themselves. */
function addressIn(subject: string, isAddress: (prefix: string) => boolean): string {
  if (isAddress(subject)) return subject;
  for (let at = subject.lastIndexOf("#"); at >= 0; at = at === 0 ? -1 : subject.lastIndexOf("#", at - 1)) {
    if (at === 0 || isAddress(subject.slice(0, at))) return subject.slice(0, at);
  }
  return subject;
}

/** A path from an argument on, as the document that represents the resource writes it. */
function pathInDocument({ path, names }: Embedding, [argument, ...rest]: Place["path"]): Place["path"] {
  if (argument === undefined) return path;
  return [...path, names[argument] ?? argument, ...rest];
}
