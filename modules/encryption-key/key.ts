import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { type KeyPurpose, keyPurposes } from "../../formats/key-policy";
import { EncryptionConstruct } from "../construct";
import { checkUsers, type KeyUser } from "../key-user";
import type { KeyGrant } from "./grant";

/** A KMS key, managed in this stack or elsewhere, and the ways to let roles use it. */
export interface IEncryptionKey {
  /** ARN of the key. EMR's document requires it; the ARN of an alias is not accepted. */
  readonly arn: string;
  /** Id of the key, the last part of its ARN. */
  readonly keyId: string;
  /** Resources that must exist before roles can use the key, for `dependsOn`. */
  readonly dependables: ITerraformDependable[];
  /** Grants `users` the permissions that AWS publishes for one purpose. */
  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): KeyGrant;
  /** Grants permissions for objects of EMRFS in S3, to the instance profile's role and the roles of EMRFS mappings. */
  grantS3Data(...users: readonly KeyUser[]): KeyGrant;
  /** Grants permissions for the nodes' local disks, to the instance profile's role. */
  grantLocalDisk(...users: readonly KeyUser[]): KeyGrant;
  /** Grants permissions for the nodes' EBS volumes, to the service role, which can then create grants for AWS resources. */
  grantEbs(...users: readonly KeyUser[]): KeyGrant;
  /** Grants permissions for log files in S3, to the instance profile's role and the service role. */
  grantLogs(...users: readonly KeyUser[]): KeyGrant;
  /** Grants permissions for the write-ahead log of HBase, to the instance profile's role and to the service EMR WAL. */
  grantWal(...users: readonly KeyUser[]): KeyGrant;
  /** Grants the permission to decrypt a certificate bundle or a JAR in S3, to the roles that download it. */
  grantBundle(...users: readonly KeyUser[]): KeyGrant;
}

/** @throws Error for an unknown purpose, and for a grant that names no users. */
export function checkGrant(key: Construct, purpose: KeyPurpose, users: readonly KeyUser[]): void {
  if (!Object.hasOwn(keyPurposes, purpose)) {
    throw new Error(
      `${key.node.path}: purpose is '${purpose}', expected one of ${Object.keys(keyPurposes).join(", ")}`,
    );
  }
  if (!keyPurposes[purpose].services) checkUsers(key, `the grant for ${purpose}`, users);
}

/** What all keys have in common: a grant method for each purpose. */
export abstract class KeyBase extends EncryptionConstruct implements IEncryptionKey {
  abstract readonly arn: string;
  abstract readonly keyId: string;
  abstract readonly dependables: ITerraformDependable[];
  abstract grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): KeyGrant;

  /** ARN of the key, for a text that contains this construct. */
  override toString(): string {
    return this.arn;
  }

  grantS3Data(...users: readonly KeyUser[]): KeyGrant {
    return this.grant("s3", ...users);
  }

  grantLocalDisk(...users: readonly KeyUser[]): KeyGrant {
    return this.grant("local-disk", ...users);
  }

  grantEbs(...users: readonly KeyUser[]): KeyGrant {
    return this.grant("ebs", ...users);
  }

  grantLogs(...users: readonly KeyUser[]): KeyGrant {
    return this.grant("logs", ...users);
  }

  grantWal(...users: readonly KeyUser[]): KeyGrant {
    return this.grant("wal", ...users);
  }

  grantBundle(...users: readonly KeyUser[]): KeyGrant {
    return this.grant("bundle", ...users);
  }
}
