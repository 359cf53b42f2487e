export { parseSecurityConfiguration, renderSecurityConfiguration, withoutEchoes } from "./document";
export { malformedNames } from "./forms";
export { securityConfigurationGrammar } from "./grammar";
export { type JsonSchema, securityConfigurationSchema } from "./json-schema";
export { readSecuritySettings } from "./read-settings";
export {
  type AtRestEncryption,
  type InTransitEncryption,
  type Leaves,
  type LocalDiskEncryption,
  type S3Encryption,
  type S3Mode,
  type S3Override,
  type SecuritySettings,
  securityConfigurationDocument,
  type TextLeaves,
} from "./settings";
export * from "./types";
export {
  type DocumentPath,
  type DocumentProblem,
  describeProblem,
  renderPath,
  walkSecurityConfiguration,
} from "./walk";
