import type { Onward, PlaceSearch, SourcePlace } from "../model/expressions/source";

/** What leads to a value: names and indexes. */
export type ValuePath = readonly (string | number)[];

/** One of the places that a path may lead to in a file. */
export interface FilePlace {
  /** From 1. */
  readonly line: number;
  /** Steps of the path that are not found there. */
  readonly left: number;
  /** Set where the value is written somewhere else. */
  readonly onward?: Onward;
}

/** Where the blocks of a file are, and what is in them. */
export interface FilePlaces {
  /**
   * The places that a path of a block leads to, or the nearest thing around it; several where functions and conditions
   * choose between values. Blocks are named by their key: `type.name`, `data.type.name`, `module.name`, `variable.name`,
   * `output.name`, and locals by `locals`; the arguments of a file without blocks by {@link VALUES}.
   */
  find(block: string, path: ValuePath, search?: PlaceSearch): readonly FilePlace[];
}

/** The key under which the arguments of a file of variable values are found. */
export const VALUES = "values";

export interface PlacedFile {
  readonly file?: string;
  readonly places?: () => FilePlaces;
}

/** Leads to a value in a file. */
type OnwardToFile = Extract<Onward, { kind: "file" }>;

/** The files of a module, and those that its expressions name. */
export interface PlacedModule {
  readonly files: readonly PlacedFile[];
  /** Where a path leads to in the text of a file that an expression names. */
  readonly inText?: (to: OnwardToFile, search: PlaceSearch) => Place | undefined;
}

type Place = SourcePlace & { readonly left: number };

const MOST_PLACES = 100;

/**
 * The place that a path of a block leads to: through locals, which any file of the module may contain, and into files that
 * expressions name. Where several places may contain the value, the one that leads furthest counts.
 */
export function findPlace(
  from: readonly PlacedFile[],
  module: PlacedModule,
  block: string,
  path: ValuePath,
  search: PlaceSearch = {},
): SourcePlace | undefined {
  const found = new ModuleSearch(module).best(from, block, path, search);
  if (!found) return undefined;
  const { left: _, ...place } = found;
  return place;
}

class ModuleSearch {
  private count = 0;

  constructor(private readonly module: PlacedModule) {}

  best(files: readonly PlacedFile[], block: string, path: ValuePath, search: PlaceSearch): Place | undefined {
    let best: Place | undefined;
    for (const place of files.flatMap((file) => this.candidates(file, block, path, search))) {
      if (!best || place.left < best.left) best = place;
    }
    return best;
  }

  private candidates(
    { file, places }: PlacedFile,
    block: string,
    path: ValuePath,
    search: PlaceSearch,
  ): readonly Place[] {
    if (file === undefined || !places || ++this.count > MOST_PLACES) return [];
    return places()
      .find(block, path, search)
      .map((found) => this.onward(found.onward, search) ?? { file, ...found });
  }

  private onward(to: Onward | undefined, search: PlaceSearch): Place | undefined {
    if (to?.kind === "file") return this.module.inText?.(to, search);
    if (to?.kind !== "local") return undefined;
    return this.best(this.module.files, "locals", [to.name, ...to.path], { ...search, isYaml: to.isYaml === true });
  }
}
