/** Where the blocks of a file are, and what is in them. */
export interface FilePlaces {
  /**
   * Line, from 1, of what a path leads to in a block, or of the nearest thing around it. Blocks are named by their key:
   * `type.name`, `data.type.name`, `module.name`, `local.name`.
   */
  line(block: string, path: readonly (string | number)[]): number | undefined;
}
