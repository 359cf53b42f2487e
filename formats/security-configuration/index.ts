export type {
  AuthenticationConfiguration,
  AuthorizationConfiguration,
  EncryptionConfiguration,
  InstanceMetadataServiceConfiguration,
  SecurityConfigurationDocument,
} from "./document";
export { parseSecurityConfiguration, renderSecurityConfiguration } from "./document";
export { securityConfigurationGrammar } from "./grammar";
export { type JsonSchema, securityConfigurationSchema } from "./json-schema";
export {
  type DocumentPath,
  type DocumentProblem,
  describeProblem,
  renderPath,
  walkSecurityConfiguration,
} from "./walk";
