import type { GraphEdge, GraphNode, Part } from "./graph";

/** A part before findings are marked on it, with the places of findings that are about it. */
export interface DraftPart extends Omit<Part, "marks"> {
  /** Properties of the document that the part is read from. */
  readonly properties?: readonly string[];
  /** File and block inside a bundle. */
  readonly within?: string;
}

/** A node before findings are marked on it. */
export interface DraftNode extends Omit<GraphNode, "id" | "marks" | "parts" | "count"> {
  readonly parts: readonly DraftPart[];
}

/** An edge before findings are marked on it. */
export interface DraftEdge extends Omit<GraphEdge, "marks"> {
  /** Rows of facts that the edge is drawn from. */
  readonly rows: readonly string[];
}

/** A picture before findings are marked on it. */
export interface Draft {
  readonly input: string;
  readonly stack: string;
  readonly nodes: ReadonlyMap<string, DraftNode>;
  readonly edges: readonly DraftEdge[];
}

const worst: readonly GraphEdge["state"][] = ["denied", "unknown", "allowed", "reference"];

/** Collects nodes and edges; the same node or edge drawn twice is one. */
export class Canvas {
  readonly nodes = new Map<string, DraftNode>();
  private readonly lines = new Map<string, { readonly edge: DraftEdge; readonly labels: Set<string> }>();

  /** Draws a node, unless one with this identity is there already; returns the identity. */
  node(id: string, node: DraftNode): string {
    if (!this.nodes.has(id)) this.nodes.set(id, node);
    return id;
  }

  /** Draws an edge; one between the same ends and from the same part takes on the label and the worse state. */
  edge(edge: DraftEdge): void {
    if (edge.from === edge.to) return;
    const key = JSON.stringify([edge.from, edge.fromPart ?? -1, edge.to, edge.state === "reference"]);
    const drawn = this.lines.get(key);
    if (!drawn) {
      this.lines.set(key, { edge, labels: new Set([edge.label]) });
      return;
    }
    drawn.labels.add(edge.label);
    const state = worst.find((one) => one === edge.state || one === drawn.edge.state) ?? edge.state;
    this.lines.set(key, {
      edge: { ...drawn.edge, state, rows: [...drawn.edge.rows, ...edge.rows] },
      labels: drawn.labels,
    });
  }

  edges(): readonly DraftEdge[] {
    return [...this.lines.values()].map(({ edge, labels }) => ({ ...edge, label: [...labels].join(", ") }));
  }
}
