import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import type { KeyUser } from "../key-user";
import type { Placement } from "../placement";
import { objectArn } from "../shared";
import { BundleBucket, type IBucket } from "./bundle-bucket";
import { printReadStatement } from "./read-statement";

/** Lets `users` download an object by the policy of a {@link BundleBucket}; other code may manage the policy of any other bucket. */
export function grantDownload(
  scope: Construct,
  bucket: IBucket,
  { bucket: name, key, keyInput }: Pick<S3Object, "bucket" | "key" | "keyInput">,
  users: readonly KeyUser[],
  place: Placement,
): void {
  if (bucket instanceof BundleBucket) {
    // Not a reference: the object waits for the policy.
    bucket.grantRead(keyInput ?? "", ...users);
    return;
  }
  const object = {
    bucket: bucket.bucket,
    s3Uri: `s3://${name}/${key}`,
    arn: objectArn(scope, { bucket: name, key }, place),
    reason: "is not a BundleBucket, so its policy is not managed here",
  };
  printReadStatement(scope, object, users, place.provider);
}
