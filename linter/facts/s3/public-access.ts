import type { Model, Resource } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { firstBlock } from "../blocks";
import { argument } from "../document-cursor";

/** What restricts public access to a bucket, whatever its objects and policies say. */
export class PublicAccess {
  constructor(
    private readonly model: Model,
    private readonly bucket: Resource | undefined,
    /** The resource of a type that is about the bucket. */
    private readonly about: (type: string) => Resource | undefined,
  ) {}

  /** The block of the bucket or the account that sets a flag. */
  blockedBy(flag: "block_public_acls" | "ignore_public_acls" | "block_public_policy" | "restrict_public_buckets") {
    const account = managed(this.model, "aws_s3_account_public_access_block");
    const blocks = [this.about("aws_s3_bucket_public_access_block"), ...account];
    return blocks.find((block) => block?.values[flag] === true)?.address;
  }

  /** What disables ACLs: the bucket's ownership controls, or the default of a bucket that the plan creates. */
  get aclsDisabledBy(): string | undefined {
    const controls = this.about("aws_s3_bucket_ownership_controls");
    if (controls) {
      const ownership = firstBlock(this.model, argument(this.model, controls, "rule"))
        .at("object_ownership")
        .resolved();
      return ownership === "BucketOwnerEnforced" ? controls.address : undefined;
    }
    const isNew = this.model.kind === "plan" && this.bucket?.actions.includes("create") === true;
    return isNew ? `the default of new buckets, so of ${this.bucket?.address},` : undefined;
  }
}
