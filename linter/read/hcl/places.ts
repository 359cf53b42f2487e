import { groupBy } from "../../../formats/group-by";
import { blockKey, type PlaceSearch } from "../../model/expressions/source";
import { type FilePlace, type FilePlaces, VALUES, type ValuePath } from "../file-places";
import { Lines } from "../line-and-column";
import { type Found, orHere, ValueFinder } from "./find-in-value";
import type { HclBlock, HclBody } from "./scan";

/** Where the blocks of a file of HCL are, and what is in them. */
export class HclPlaces implements FilePlaces {
  private readonly blocks: ReadonlyMap<string, readonly HclBlock[]>;
  private lines: Lines | undefined;

  constructor(
    private readonly text: string,
    private readonly body: HclBody,
  ) {
    this.blocks = groupBy(body.blocks, keyOf);
  }

  find(key: string, path: ValuePath, search: PlaceSearch = {}): readonly FilePlace[] {
    const blocks = key === VALUES ? [{ start: 0, body: this.body }] : (this.blocks.get(key) ?? []);
    // Locals are in any of their blocks; of everything else that is written twice the last counts.
    const [name] = path;
    const block =
      key === "locals" ? blocks.find(({ body }) => body.arguments.some((each) => each.name === name)) : blocks.at(-1);
    if (!block) return [];
    const found = findInBody(new ValueFinder(this.text, search), block.body, path) ?? [
      { at: block.start, left: path.length },
    ];
    this.lines ??= new Lines(this.text);
    const { lines } = this;
    return found.map(({ at, ...rest }) => ({ line: lines.at(at).line, ...rest }));
  }
}

function keyOf({ type, labels }: HclBlock): string {
  const [first = "", second = ""] = labels;
  if (type === "resource") return blockKey("managed", first, second);
  if (type === "data") return blockKey("data", first, second);
  return type === "locals" ? type : `${type}.${first}`;
}

/** What a path leads to in a body; undefined where its first step leads nowhere. */
function findInBody(finder: ValueFinder, body: HclBody, [name, ...rest]: ValuePath): readonly Found[] | undefined {
  if (name === undefined) return undefined;
  const argument = body.arguments.find((each) => each.name === name);
  if (argument) return orHere(finder.find(argument.value, rest), argument.start, rest);
  const blocks = body.blocks.filter(({ type }) => type === name);
  const [index, ...inner] = rest;
  const block = typeof index === "number" ? blocks[index] : blocks[0];
  if (!block) {
    const dynamic = body.blocks.find(({ type, labels }) => type === "dynamic" && labels[0] === name);
    return dynamic && [{ at: dynamic.start, left: rest.length }];
  }
  const within = typeof index === "number" ? inner : rest;
  return findInBody(finder, block.body, within) ?? [{ at: block.start, left: within.length }];
}
