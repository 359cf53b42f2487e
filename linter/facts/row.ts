/** A row of facts. */
export interface Row {
  /**
   * Names the row within one evaluation: Terraform address, then `#` and what tells it from others at that address
   * (`aws_s3_object.certs#certificateChain.pem[0]`). Checks carry it; TypeScript knows the place behind it.
   */
  readonly subject: string;
}
