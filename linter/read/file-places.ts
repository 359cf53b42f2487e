import type { SourcePlace } from "../model/expressions/source";

/** What leads to a value: names and indexes. */
export type ValuePath = readonly (string | number)[];

/** Where something is in a file. */
export interface FilePlace {
  /** From 1. */
  readonly line: number;
  /** Set where the value is in a local of the module, which may be in another file: its name, and the way on from there. */
  readonly local?: { readonly name: string; readonly path: ValuePath };
}

/** Where the blocks of a file are, and what is in them. */
export interface FilePlaces {
  /**
   * What a path leads to in a block, or the nearest thing around it. Blocks are named by their key: `type.name`,
   * `data.type.name`, `module.name`, and locals by `locals`.
   */
  find(block: string, path: ValuePath): FilePlace | undefined;
}

interface PlacedFile {
  readonly file?: string;
  readonly places?: () => FilePlaces;
}

const MOST_LOCALS = 20;

/** The place that a path of a block leads to; through locals, which any file of the module may hold. */
export function findPlace(
  from: PlacedFile,
  files: readonly PlacedFile[],
  block: string,
  path: ValuePath,
): SourcePlace | undefined {
  const first = from.places?.().find(block, path);
  if (!first || from.file === undefined) return undefined;
  let place: SourcePlace = { file: from.file, line: first.line };
  let next = first.local;
  for (let count = 0; next && count < MOST_LOCALS; count++) {
    const found = findLocal(files, next.name, next.path);
    if (!found) break;
    place = { file: found.file, line: found.place.line };
    next = found.place.local;
  }
  return place;
}

function findLocal(files: readonly PlacedFile[], name: string, path: ValuePath) {
  for (const { file, places } of files) {
    const place = file === undefined ? undefined : places?.().find("locals", [name, ...path]);
    if (place && file !== undefined) return { file, place };
  }
  return undefined;
}
