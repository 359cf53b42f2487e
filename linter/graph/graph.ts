import type { Severity } from "../report/finding";

/** Kind of a node; `resource` is one that appears only because of a finding. */
export type NodeKind = "cluster" | "role" | "configuration" | "key" | "object" | "bucket" | "bundle" | "resource";

/** Where a node comes from: managed by the input, named by it but defined elsewhere, or not known before apply. */
export type Origin = "managed" | "external" | "unknown";

/** A finding, as a picture marks it. */
export interface Mark {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fingerprint: string;
  /** Whether a waiver or the baseline covers it; absent if neither does. */
  readonly accepted?: "waived" | "baseline";
}

/** A line inside a node: one setting of a configuration, one certificate of a bundle. */
export interface Part {
  /** Half or group that the line belongs to: `at rest`, `in transit`, `certificate path`. */
  readonly section: string;
  readonly name: string;
  readonly value: string;
  readonly state: "known" | "off" | "unknown";
  /** Validity; only of a certificate. */
  readonly validity?: Validity;
  readonly marks: readonly Mark[];
}

/** When a certificate is valid, in milliseconds since 1970. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A box of the picture. */
export interface GraphNode {
  /** Unique in its picture. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** Terraform address, ARN, or name. */
  readonly address: string;
  readonly origin: Origin;
  /** What the plan does to it, where the input is a plan and it does something. */
  readonly change?: "create" | "replace" | "update" | "destroy";
  readonly parts: readonly Part[];
  readonly marks: readonly Mark[];
  /** Of a bundle: why the validity of none of its certificates is known. Absent where one is. */
  readonly undated?: string;
  /** Number of nodes that it replaces, if equal nodes were merged. */
  readonly count?: number;
}

/** A line of the picture, from what depends to what it depends on. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Line of the starting node that it leaves from; absent if it leaves from the node itself. */
  readonly fromPart?: number;
  /** The right or the reference: `S3: Decrypt, GenerateDataKey`, `runs as`. */
  readonly label: string;
  /** Whether a right is granted, as far as the input shows; a plain reference is neither. */
  readonly state: "reference" | "allowed" | "denied" | "unknown";
  readonly marks: readonly Mark[];
}

/** The picture of one input, or of one stack of a `cdktf.out`. */
export interface Picture {
  readonly input: string;
  readonly stack: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Pictures of a run, in the order of its inputs. */
export interface Graph {
  readonly graphVersion: 1;
  /** RFC 3339, UTC: the time that validity is compared with. */
  readonly evaluatedAt: string;
  readonly pictures: readonly Picture[];
}
