export { EncryptionKey, type EncryptionKeyConfig } from "./encryption-key";
export type { IEncryptionKey } from "./key";
