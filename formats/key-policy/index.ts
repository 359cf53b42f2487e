export { meantAction } from "./actions";
export { type KeyGrants, keyPolicy } from "./document";
export { mergeStatements, type WrittenPolicy } from "./merge";
export { principalProblem } from "./principal";
export { type KeyPurpose, keyPurposes, purposeStatements } from "./purposes";
export { type KeyPolicyDocument, type KeyPolicyStatement, keyPolicyLimit, type Principals } from "./statement";
