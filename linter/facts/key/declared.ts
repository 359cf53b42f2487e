import type { DeclaredRoles } from "../iam/roles";

/** Declarations of the settings about keys, roles and buckets of other states and accounts. */
export interface KeyDeclarations {
  readonly region?: string;
  readonly roles?: DeclaredRoles;
  /** By ARN; `policy` is the document's text. */
  readonly keys?: { readonly [arn: string]: { readonly policy?: string; readonly rotation?: boolean } };
  /** By name. */
  readonly buckets?: { readonly [name: string]: { readonly region?: string } };
  /** Whether keys that nothing of EMR refers to are checked as well. */
  readonly allKeys?: boolean;
}
