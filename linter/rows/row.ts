/** A place in the input: an address, and what leads on from an argument of it; both empty where the input holds none. */
export interface WrittenAt {
  readonly address: string;
  readonly path: readonly (string | number)[];
}

/** A row of facts. */
export interface Row {
  /**
   * Identifies the row within one evaluation: Terraform address, then `#` and what tells it from others at that address
   * (`aws_s3_object.certs#certificateChain.pem[0]`). Checks carry it; TypeScript knows the place behind it.
   */
  readonly id: string;
}
