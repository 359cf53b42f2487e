export { EncryptionKey, type EncryptionKeyConfig } from "./encryption-key";
export type { IEncryptionKey } from "./key";
export type { OwnKeyConfig } from "./key-rights";
export type { OutsideKeyConfig } from "./outside-key";
export { EncryptionKeyReplica, type EncryptionKeyReplicaConfig } from "./replica";
