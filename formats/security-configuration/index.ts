import { securityConfigurationGrammar as grammar, type RecordNode } from "./grammar";

/** The complete and closed grammar of EMR's security configuration. EMR refuses properties that are not in it. */
export const securityConfigurationGrammar: RecordNode = grammar;

export { parseSecurityConfiguration, renderSecurityConfiguration, withoutEchoes } from "./document";
export { malformedNames } from "./forms";
export type {
  ChoiceNode,
  Fields,
  FlagNode,
  IntegerNode,
  ListNode,
  Meaning,
  Node,
  Properties,
  RecordNode,
  TextNode,
} from "./grammar";
export { type JsonSchema, securityConfigurationSchema } from "./json-schema";
export { readSecuritySettings } from "./read-settings";
export {
  type AtRestEncryption,
  type CseCustomMode,
  type CseKmsMode,
  type CustomInTransitEncryption,
  type CustomLocalDiskEncryption,
  type EmrInTransitEncryption,
  type InTransitEncryption,
  type KmsLocalDiskEncryption,
  type KmsLocalDiskSettings,
  type Leaves,
  type LocalDiskAtRestEncryption,
  type LocalDiskEncryption,
  type PemInTransitEncryption,
  type S3AtRestEncryption,
  type S3Encryption,
  type S3Mode,
  type S3Override,
  type S3Overrides,
  type SecuritySettings,
  type SseKmsMode,
  type SseS3Mode,
  securityConfigurationDocument,
  type TextLeaves,
} from "./settings";
export * from "./types";
export {
  type DocumentPath,
  type DocumentProblem,
  describeProblem,
  type JsonType,
  type MisplacedProperty,
  type MissingProperty,
  type NotAllowedValue,
  renderPath,
  type UnknownProperty,
  type WrongType,
  walkSecurityConfiguration,
} from "./walk";
