export { EncryptionKey, type EncryptionKeyConfig } from "./encryption-key";
export type { KeyGrant } from "./grant";
export type { ImportedKeyConfig } from "./imported-key";
export type { IEncryptionKey } from "./key";
export type { KeyPolicyConfig, ManagedKeyConfig, RemovalPolicy } from "./key-grants";
export type {
  CloudHsmMaterial,
  ExternalStoreMaterial,
  ImportedMaterial,
  KeyMaterial,
  KmsMaterial,
} from "./key-material";
export type { KeyResource, ManagedKey, ManagedKeyBase } from "./managed-key";
export {
  EncryptionKeyReplica,
  type EncryptionKeyReplicaConfig,
  type ReplicaByProvider,
  type ReplicaByRegion,
  type ReplicaKeyConfig,
  type ReplicaPlacement,
} from "./replica";
