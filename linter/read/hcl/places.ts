import { blockKey } from "../../model/terraform/source";
import type { FilePlaces } from "../file-places";
import type { HclBlock, HclBody } from "./scan";

/** Where the blocks of a file of HCL are, and what is in them. */
export class HclPlaces implements FilePlaces {
  private readonly blocks = new Map<string, HclBlock>();
  private starts: readonly number[] | undefined;

  constructor(
    private readonly text: string,
    { blocks }: HclBody,
  ) {
    for (const block of blocks) {
      const { type, labels } = block;
      const [first = "", second = ""] = labels;
      if (type === "resource" || type === "data") {
        this.blocks.set(blockKey(type === "data" ? "data" : "managed", first, second), block);
      } else this.blocks.set(`${type}.${first}`, block);
    }
  }

  line(key: string, _path: readonly (string | number)[]): number | undefined {
    const block = this.blocks.get(key);
    return block && this.lineOf(block.start);
  }

  private lineOf(at: number): number {
    this.starts ??= lineStarts(this.text);
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
