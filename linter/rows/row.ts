/** A place in the input: an address, and a path from an argument of it; both empty if the input contains none. */
export interface WrittenAt {
  readonly address: string;
  readonly path: readonly (string | number)[];
}

/** A row of facts. */
export interface Row {
  /**
   * Identifies the row within one evaluation: Terraform address, then `#` and what distinguishes it from others at that address
   * (`aws_s3_object.certs#certificateChain.pem[0]`). Checks contain it; TypeScript looks up the place.
   */
  readonly id: string;
}
