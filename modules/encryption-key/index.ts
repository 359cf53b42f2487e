export { EncryptionKey, type EncryptionKeyConfig } from "./encryption-key";
export type { IEncryptionKey } from "./key";
export type {
  CloudHsmMaterial,
  ExternalStoreMaterial,
  ImportedMaterial,
  KeyMaterial,
  KmsMaterial,
} from "./key-material";
export type { OwnKeyConfig } from "./key-rights";
export type { OutsideKeyConfig } from "./outside-key";
export { OwnKey } from "./own-key";
export { EncryptionKeyReplica, type EncryptionKeyReplicaConfig, type ReplicaPlacement } from "./replica";
