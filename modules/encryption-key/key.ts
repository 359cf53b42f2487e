import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type KeyPurpose, keyPurposes } from "../../formats/key-policy";
import type { KeyUser } from "../key-user";

/** A KMS key, made here or elsewhere, and the ways to let roles use it. */
export interface IEncryptionKey {
  /** ARN of the key, never of an alias: EMR's document asks for it. */
  readonly arn: string;
  /** What a cluster waits for before its roles may use the key. */
  readonly dependables: readonly ITerraformDependable[];
  /** Lets `users` use the key for one purpose, with the rights that AWS publishes for it. */
  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): void;
  /** For objects of EMRFS: the instance profile's role and the roles of EMRFS mappings. */
  grantS3Data(...users: readonly KeyUser[]): void;
  /** For the nodes' local disks: the instance profile's role. */
  grantLocalDisk(...users: readonly KeyUser[]): void;
  /** For the nodes' EBS volumes: the service role, which may also create grants for AWS resources. */
  grantEbs(...users: readonly KeyUser[]): void;
  /** For log files in S3: the instance profile's role and the service role. */
  grantLogs(...users: readonly KeyUser[]): void;
  /** For the write-ahead log: the instance profile's role; EMR WAL itself is added. */
  grantWal(...users: readonly KeyUser[]): void;
  /** For the bundle of certificates: the roles that download it. */
  grantBundle(...users: readonly KeyUser[]): void;
}

/** @throws Error for a purpose that there is none of: its rights would be none. */
export function checkPurpose(key: Construct, purpose: KeyPurpose): void {
  if (Object.hasOwn(keyPurposes, purpose)) return;
  throw new Error(`${key.node.path}: purpose is '${purpose}', allowed are ${Object.keys(keyPurposes).join(", ")}`);
}

/** What all keys have in common: each purpose by its name. */
export abstract class KeyBase extends Construct implements IEncryptionKey {
  abstract readonly arn: string;
  abstract readonly dependables: readonly ITerraformDependable[];
  abstract grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): void;

  grantS3Data(...users: readonly KeyUser[]): void {
    this.grant("s3", ...users);
  }

  grantLocalDisk(...users: readonly KeyUser[]): void {
    this.grant("local-disk", ...users);
  }

  grantEbs(...users: readonly KeyUser[]): void {
    this.grant("ebs", ...users);
  }

  grantLogs(...users: readonly KeyUser[]): void {
    this.grant("logs", ...users);
  }

  grantWal(...users: readonly KeyUser[]): void {
    this.grant("wal", ...users);
  }

  grantBundle(...users: readonly KeyUser[]): void {
    this.grant("bundle", ...users);
  }
}
