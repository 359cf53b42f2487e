import { type DefaultTreeAdapterMap, parseFragment } from "parse5";
import type { Graph } from "../../../../linter/graph/graph";
import { graphFormats, graphWriter } from "../../../../linter/report/graph";
import { layOut } from "../../../../linter/report/graph/layout";
import { golden } from "../golden";
import { edge, everything, graphOf, graphs, hostileTexts, node } from "./pictures";

type Node = DefaultTreeAdapterMap["node"];

function elements(text: string): readonly DefaultTreeAdapterMap["element"][] {
  const inside = (parent: Node): readonly DefaultTreeAdapterMap["element"][] =>
    "childNodes" in parent
      ? parent.childNodes.flatMap((child) => ("tagName" in child ? [child, ...inside(child)] : inside(child)))
      : [];
  return inside(parseFragment(text));
}

const hostile: Graph = graphOf(
  hostileTexts.map((text, index) =>
    node(`n${index}`, {
      label: text,
      address: text,
      parts: [{ section: text, name: text, value: text, state: "known", marks: [] }],
      marks: [{ rule: text, severity: "error", message: text, fingerprint: "f" }],
    }),
  ),
  hostileTexts.slice(1).map((text, index) => edge("n0", `n${index + 1}`, { label: text, state: "denied" })),
);

const known = new Set(["svg", "style", "rect", "defs", "marker", "path", "g", "title", "text"]);

describe("formats of pictures", () => {
  test.each(["mermaid", "dot", "json", "svg"])("%s is its golden file", (format) => {
    const text = graphWriter(format)(everything);
    expect(text).toBe(golden(`graph.${format}`, text));
  });

  test("several inputs are several groups", () => {
    const [picture] = everything.pictures;
    const two = graphs([0, 1].flatMap((stack) => (picture ? [{ ...picture, stack: `stack${stack}` }] : [])));
    expect(graphWriter("mermaid")(two).match(/subgraph p\d\["plan\.json · stack\d"\]/g)).toHaveLength(2);
    expect(graphWriter("dot")(two).match(/subgraph cluster_\d/g)).toHaveLength(2);
    expect(graphWriter("svg")(two)).toContain("plan.json · stack1");
  });

  test("an unknown format is refused with the known ones", () => {
    expect(() => graphWriter("png")).toThrow("--format 'png' does not exist; formats: svg, mermaid, dot, json");
    expect(() => graphWriter("toString")).toThrow("--format 'toString' does not exist");
  });

  test.each(graphFormats)("%s draws nothing, one node, and a circle", (format) => {
    const circle = graphOf(
      ["a", "b", "c"].map((id) => node(id)),
      [edge("a", "b"), edge("b", "c"), edge("c", "a")],
    );
    for (const graph of [graphs([]), graphOf([]), graphOf([node("only")]), circle]) {
      expect(graphWriter(format)(graph).length).toBeGreaterThan(10);
    }
  });
});

describe("hostile names", () => {
  test("are text in an SVG, never elements, attributes or styles", () => {
    const text = graphWriter("svg")(hostile);
    const all = elements(text);
    expect(all.filter(({ tagName }) => !known.has(tagName))).toEqual([]);
    const attributes = new Set(all.flatMap(({ attrs }) => attrs.map(({ name }) => name)));
    expect([...attributes].filter((name) => /^on|href|src|style/i.test(name))).toEqual([]);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e\u2066\uffff]/u);
  });

  test("stay within their line of Mermaid, without syntax", () => {
    const lines = graphWriter("mermaid")(hostile).trim().split("\n");
    expect(lines).toHaveLength(1 + hostileTexts.length + hostileTexts.length - 1 + 4);
    for (const line of lines.slice(1, -4)) {
      const label = /"(.*)"/.exec(line)?.[1] ?? "";
      expect(label.replaceAll("<br/>", "").replace(/#\d+;/g, "")).toMatch(/^[\p{L}\p{N} .,:/✖▲·…-]*$/u);
    }
  });

  test("stay within their quotes of DOT", () => {
    const text = graphWriter("dot")(hostile);
    const outside = text.replace(/"(?:[^"\\]|\\.)*"/gs, "");
    expect(outside).toMatch(/^[\sa-z0-9_=;,{}[\]>-]*$/i);
  });

  test.each(graphFormats)("of inputs are on one line of %s", (format) => {
    const two = graphs([0, 1].map((id) => ({ input: "x\nno findings", stack: "", nodes: [node(`${id}`)], edges: [] })));
    expect(graphWriter(format)(two)).not.toMatch(/^no findings/m);
  });
});

describe("the layout", () => {
  test("keeps boxes apart and every edge between its boxes", () => {
    const [picture] = everything.pictures;
    const { boxes, lines, width, height } = layOut(picture ?? { input: "", stack: "", nodes: [], edges: [] });
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect([a.node.id, b.node.id, apart]).toEqual([a.node.id, b.node.id, true]);
      }
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThanOrEqual(height);
    }
    expect(lines.map(({ edge: { from, to } }) => [from, to])).toEqual(picture?.edges.map(({ from, to }) => [from, to]));
  });

  test("edges that arrive at one box arrive at different heights", () => {
    const ids = ["a", "b", "c", "d"];
    const { lines } = layOut({
      input: "",
      stack: "",
      nodes: [...ids, "key"].map((id) => node(id)),
      edges: ids.map((id) => edge(id, "key")),
    });
    expect(new Set(lines.map(({ points }) => points.at(-1)?.y)).size).toBe(4);
  });
});
