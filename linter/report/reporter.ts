import type { Excerpts } from "../graph/excerpt";
import type { Graph } from "../graph/graph";
import type { CompactReport } from "./finding";

/** Options for rendering a report. */
export interface ReporterOptions {
  /** Whether to colour. */
  readonly colour: boolean;
  /** Width to wrap at, in characters. */
  readonly columns: number;
  /** Everything in full: findings of severity info, each subject that could not be evaluated, what is waived. */
  readonly verbose: boolean;
  /** Findings and totals only. */
  readonly quiet: boolean;
  /** Address of the page of a rule, for a terminal that opens links. @default - no links */
  readonly pageOf?: ((rule: string) => string | undefined) | undefined;
  /** Folder of the run in its repository, for the formats that name files from the repository's root: `infra/live`. @default "" */
  readonly base?: string | undefined;
  /** The inputs' pictures, for the formats that show them. @default - no picture */
  readonly graph?: Graph | undefined;
  /** What the input says at the place of each finding, for the formats that show it. @default - no excerpts */
  readonly excerpts?: Excerpts | undefined;
}

/** Renders a report; pure, the caller prints it. */
export type Reporter = (report: CompactReport, options: ReporterOptions) => string;
