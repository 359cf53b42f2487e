import { UsageError } from "../linter/errors";

/**
 * A bundle, request or certificate cannot be created or used as requested. One clear sentence: the argument, the value, what is allowed,
 * the fix.
 */
export class CertificateError extends UsageError {}
