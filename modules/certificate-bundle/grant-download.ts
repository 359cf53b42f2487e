import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import type { KeyUser } from "../key-user";
import type { Placement } from "../placement";
import { objectArn } from "../shared";
import { BundleBucket, type IBucket } from "./bundle-bucket";
import { tellReadStatement } from "./read-statement";

/** Lets `users` download an object: by the policy of a {@link BundleBucket}, which is its own; a policy of any other bucket may be somebody else's. */
export function grantDownload(
  scope: Construct,
  bucket: IBucket,
  { bucket: name, key }: Pick<S3Object, "bucket" | "key">,
  users: readonly KeyUser[],
  place: Placement,
): void {
  if (bucket instanceof BundleBucket) {
    bucket.grantRead(...users);
    return;
  }
  const object = {
    bucket: bucket.bucket,
    s3Uri: `s3://${name}/${key}`,
    arn: objectArn(scope, { bucket: name, key }, place),
    reason: "is no BundleBucket, so its policy is left to you",
  };
  tellReadStatement(scope, object, users, place.provider);
}
