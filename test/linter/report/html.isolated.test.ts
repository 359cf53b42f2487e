import { createHash } from "node:crypto";
import { join } from "node:path";
import { type DefaultTreeAdapterMap, parse } from "parse5";
import type { Finding, Report } from "../../../linter/report/finding";
import { html } from "../../../linter/report/html";
import { runLint } from "../../../linter/run/lint";
import { authorityAndLeaf, bundleZip, issue } from "../../support/certificates";
import { expectNoBlowUp } from "../../support/work";
import { folderOf, PLANS } from "../models";
import { edge, everything, graphOf, hostileTexts, node } from "./graph/pictures";
import { hostile, reports, sharedKey } from "./reports";

type Element = DefaultTreeAdapterMap["element"];
type Node = DefaultTreeAdapterMap["node"];

const options = { colour: false, columns: 80, verbose: false, quiet: false };

function elementsOf(page: string): readonly Element[] {
  return elementsIn(parse(page));
}

function elementsIn(parent: Node): readonly Element[] {
  return "childNodes" in parent
    ? parent.childNodes.flatMap((child) => ("tagName" in child ? [child, ...elementsIn(child)] : elementsIn(child)))
    : [];
}

function textOf(node: Node): string {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

function named(elements: readonly Element[], ...names: readonly string[]): readonly Element[] {
  return elements.filter(({ tagName }) => names.includes(tagName));
}

/** What holds for every page, whatever is in it. */
function expectSound(page: string): void {
  const elements = elementsOf(page);
  const ids = elements.flatMap((element) => attribute(element, "id") ?? []);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const targets = elements.flatMap((element) => [
    ...(attribute(element, "href")?.startsWith("#") ? [attribute(element, "href")?.slice(1)] : []),
    ...(attribute(element, "aria-labelledby")?.split(" ") ?? []),
  ]);
  expect(targets.filter((id) => id !== undefined && !ids.includes(id))).toEqual([]);
  const loading = [
    "img",
    "iframe",
    "link",
    "object",
    "embed",
    "base",
    "image",
    "use",
    "foreignObject",
    "audio",
    "video",
  ];
  expect(named(elements, ...loading)).toEqual([]);
  const attributes = elements.flatMap(({ attrs }) => attrs.map(({ name, value }) => [name, value] as const));
  expect(attributes.filter(([name]) => /^on|^style$|^src|^action$|^formaction$/i.test(name))).toEqual([]);
  const links = attributes.filter(([name]) => name.endsWith("href")).map(([, value]) => value);
  expect(links.filter((link) => !/^(#[a-z][\w-]*|https:\/\/[^\s]+)$/.test(link))).toEqual([]);
  expect(named(elements, "script")).toHaveLength(1);
  expect(named(elements, "style")).toHaveLength(1);
}

describe("html", () => {
  test.each([...Object.entries(reports), ["hostile", hostile] as const])("%s is a valid page", (_, report) => {
    expectSound(html(report, options));
    expectSound(html(report, { ...options, graph: everything }));
  });

  test("loads nothing, and only its own style and script are allowed to run", () => {
    const elements = elementsOf(html(reports.findings as Report, { ...options, graph: everything }));
    const [meta] = named(elements, "meta").filter((each) => attribute(each, "http-equiv"));
    const policy = new Map(
      attribute(meta as Element, "content")
        ?.split("; ")
        .map((each) => each.split(" ") as [string, string]),
    );
    const hash = (name: string) => {
      const [element] = named(elements, name);
      const digest = createHash("sha256")
        .update(textOf(element as Element))
        .digest("base64");
      return `'sha256-${digest}'`;
    };
    expect(Object.fromEntries(policy)).toEqual({
      "default-src": "'none'",
      "style-src": hash("style"),
      "script-src": hash("script"),
      "base-uri": "'none'",
      "form-action": "'none'",
    });
  });

  test("the order of the page is: what to fix, the picture, findings, what is open, what is accepted, settings", () => {
    const elements = elementsOf(html(reports.findings as Report, { ...options, graph: everything }));
    expect(named(elements, "h1", "h2").map(textOf)).toEqual([
      "EMR encryption report",
      "What to fix",
      "What this change does",
      "The picture",
      "Findings",
      "Not evaluated",
      "Accepted findings",
      "Settings",
      "Inputs",
      "Notices",
    ]);
    expect(attribute(named(elements, "html")[0] as Element, "lang")).toBe("en");
    expect(named(elements, "main")).toHaveLength(1);
  });

  test("what to fix names the input of each line where there are several", () => {
    const { report } = runLint(["json-syntax/plan.json", "keys/plan.json"], { cwd: PLANS });
    const table = named(elementsOf(html(report, options)), "table")[0] as Element;
    for (const row of named(elementsIn(table), "tr").slice(1))
      expect(textOf(row)).toMatch(/in (json-syntax|keys)\/plan\.json/);
  });

  test("a finding has its rule, message, place and fix, and its box in the picture links to it", () => {
    const mark = { rule: sharedKey.rule, severity: "error", message: "m", fingerprint: sharedKey.fingerprint } as const;
    const [picture] = graphOf([node("n0", { marks: [mark] })]).pictures;
    const graph = { ...everything, pictures: picture ? [{ ...picture, input: "cdktf.out", stack: "lake" }] : [] };
    const elements = elementsOf(html(reports.findings as Report, { ...options, graph }));
    const [link] = named(elements, "a").filter(
      (each) => textOf(each).startsWith("n0") && attribute(each, "href")?.startsWith("#f"),
    );
    const target = attribute(link as Element, "href")?.slice(1);
    const [finding] = elements.filter((each) => attribute(each, "id") === target);
    const words = textOf(finding as Element);
    for (const part of [sharedKey.rule, sharedKey.message, sharedKey.remedy, "LocalDiskEncryptionConfiguration"]) {
      expect(words).toContain(part);
    }
  });

  test("an input that cannot be read is reported first, and an empty input is not reported as clean", () => {
    const verdict = (report: Report) => {
      const [first] = elementsOf(html(report, options)).filter((each) => attribute(each, "class") === "verdict");
      return textOf(first as Element);
    };
    expect(verdict(reports.findings as Report)).toBe("Not everything was checked. 2 inputs checked, 1 unreadable.");
    expect(verdict(reports["nothing-to-check"] as Report)).toMatch(
      /^Nothing to check: no encryption resources of EMR on EC2\./,
    );
    expect(verdict(reports["everything-unknown"] as Report)).toMatch(/^Nothing found, but 11 checks not evaluated\./);
    expect(verdict(reports["nothing-found"] as Report)).toMatch(/^No errors and no warnings\./);
  });

  test("strings of an input are text wherever they occur", () => {
    const strange = hostileTexts.map(
      (text, index): Finding => ({
        ...sharedKey,
        rule: text,
        address: text,
        within: text,
        path: [text, 0],
        construct: text,
        file: text,
        message: text,
        remedy: text,
        sources: [text],
        fingerprint: `f${index}`,
      }),
    );
    const graph = graphOf(
      hostileTexts.map((text, index) =>
        node(`n${index}`, {
          label: text,
          address: text,
          parts: [
            {
              section: text,
              name: text,
              value: text,
              state: "known",
              validity: { notBefore: 0, notAfter: Number.NaN },
              marks: [],
            },
          ],
          marks: [{ rule: text, severity: "error", message: text, fingerprint: `f${index}` }],
        }),
      ),
      hostileTexts.slice(1).map((text, index) => edge("n0", `n${index + 1}`, { label: text })),
    );
    const [input] = (reports["nothing-found"] as Report).inputs;
    const report: Report = {
      ...(reports.findings as Report),
      inputs: hostileTexts.flatMap((text) => (input ? [{ ...input, input: text, stack: text }] : [])),
      findings: strange,
      baseline: strange,
      waived: strange.map((finding) => ({ ...finding, waiver: { reason: finding.message, expires: finding.message } })),
      notEvaluated: strange.map(({ rule, message, ...place }) => ({
        ...place,
        rule,
        reason: message,
        resolveWith: message,
      })),
      notices: hostileTexts.map((text) => ({ kind: text, message: text })),
    };
    const excerpts = new Map(
      strange.map((finding) => [
        JSON.stringify([finding.input, finding.stack, finding.fingerprint]),
        { lines: [finding.message], marked: 0 },
      ]),
    );
    const page = html(report, { ...options, graph, excerpts });
    expectSound(page);
    const elements = elementsOf(page);
    expect(elements.map(textOf).join("")).toContain("<script>alert(1)</script>");
    expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e\u2066]/u);
  });

  test("what a change does to clusters comes with the safe order, and what else changes on a line each", () => {
    const [input, stack] = ["plan.json", ""];
    const effect = { input, stack, address: "aws_kms_key.s3", change: "destroyed", effects: ["data is lost"] } as const;
    const changes = [{ ...effect, steps: ["copy the data", "then destroy"] }];
    const graph = graphOf([node("aws_kms_key.s3", { change: "destroy" }), node("n1", { change: "create" })]);
    const elements = elementsOf(html({ ...(reports.findings as Report), changes }, { ...options, graph }));
    const [section] = elements.filter((each) => attribute(each, "id") === "change");
    expect(named(elementsIn(section as Element), "li").map(textOf)).toEqual([
      "data is lost",
      "copy the data",
      "then destroy",
      "1 resource created plan.json: n1",
    ]);
  });

  test("a bundle whose certificates do not exist yet has its reason in place of dates", () => {
    const bundle = node("b", { kind: "bundle", address: "aws_s3_object.certs", undated: "known after apply" });
    const page = html(reports["nothing-found"] as Report, { ...options, graph: graphOf([bundle]) });
    expectSound(page);
    expect(page).toContain("Its validity is not known: known after apply.");
  });

  test.each([0, 1, 500])(
    "%d findings are one article each, and twice as many no more than twice the work",
    (number) => {
      const report = (length: number): Report => ({
        ...(reports["nothing-found"] as Report),
        findings: Array.from({ length }, (_, index) => ({
          ...sharedKey,
          address: `c[${index >> 2}]`,
          fingerprint: `f${index}`,
        })),
      });
      expect(html(report(number), options).match(/<article/g) ?? []).toHaveLength(number);
      if (number > 1) expectNoBlowUp(number, (size) => html(report(size), options));
    },
  );

  test("an empty report has a page", () => {
    const empty: Report = { ...(reports["nothing-found"] as Report), inputs: [] };
    expectSound(html(empty, { ...options, graph: graphOf([]) }));
  });
});

describe("html of a real run", () => {
  test("excerpts show the document around the place, with references and without the values beside it", () => {
    const input = join(PLANS, "json-syntax/plan.json");
    const { report, graph, excerpts } = runLint([input], { draw: true });
    const elements = elementsOf(html(report, { ...options, graph, excerpts }));
    const articles = named(elements, "article").map(textOf);
    expect(articles.find((text) => text.includes("config.in_transit_disabled"))).toContain(
      '{\n  "AtRestEncryptionConfiguration": { … }\n  "EnableAtRestEncryption": true\n  "EnableInTransitEncryption": false\n}',
    );
    expect(articles.find((text) => text.includes("config.shared_key"))).toContain(
      '"S3EncryptionConfiguration": {\n  "AwsKmsKey": aws_kms_key.k["s3"].arn\n',
    );
  });

  test("certificates are on a timeline, and in a table with the days left", () => {
    const { root, leaf } = authorityAndLeaf("ec2.internal", {
      notBefore: "2026-10-01T00:00:00Z",
      notAfter: "2026-12-10T00:00:00Z",
    });
    const zip = bundleZip({
      "privateKey.pem": leaf.privateKeyPem,
      "certificateChain.pem": leaf.pem,
      "trustedCertificates.pem": root.pem,
    });
    const now = new Date("2026-11-23T12:00:00Z");
    const { report, graph } = runLint(["certs.zip"], { cwd: folderOf({ "certs.zip": zip }), draw: true, now });
    const page = html(report, { ...options, graph });
    expectSound(page);
    const [section] = elementsOf(page).filter((each) => attribute(each, "id") === "certificates");
    expect(textOf(section as Element)).toContain("2026-12-1016 days left");
    expect(page).toContain('class="bar soon"');
    expect(page).not.toContain("PRIVATE KEY");
  });

  test("a private key in an argument is not shown", () => {
    const { privateKeyPem } = issue();
    const plan = {
      resource: {
        aws_kms_key: { k: { description: privateKeyPem, enable_key_rotation: false } },
        aws_emr_security_configuration: {
          c: {
            configuration: JSON.stringify({
              EncryptionConfiguration: { Note: privateKeyPem, EnableInTransitEncryption: false },
            }),
          },
        },
      },
    };
    const cwd = folderOf({ "main.tf.json": JSON.stringify(plan) });
    const { report, graph, excerpts } = runLint(["main.tf.json"], { cwd, draw: true, allKeys: true });
    const page = html(report, { ...options, graph, excerpts });
    expect(page).toContain("EnableInTransitEncryption");
    expect(page).not.toContain(privateKeyPem.split("\n")[2]);
  });
});
