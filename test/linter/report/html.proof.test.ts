import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Finding, Report } from "../../../linter/report/finding";
import { html } from "../../../linter/report/html";
import { runLint } from "../../../linter/run/lint";
import { axeSource, openBrowser } from "../../support/browser";
import { authorityAndLeaf, bundleZip } from "../../support/certificates";
import { PLANS } from "../models";
import { hostile, reports, sharedKey } from "./reports";

/** The page in Chromium: what a person and a screen reader meet. */

const folder = mkdtempSync(join(tmpdir(), "html-report-"));
const options = { colour: false, columns: 80, verbose: false, quiet: false };
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 900_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(name: string, page: string): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, page);
  return `file://${file}`;
}

/** Three stacks with findings, and a bundle that ends soon. */
function brokenStacks(): string {
  const { root, leaf } = authorityAndLeaf("ec2.internal", {
    notBefore: "2026-10-01T00:00:00Z",
    notAfter: "2026-12-10T00:00:00Z",
  });
  writeFileSync(
    join(folder, "certs.zip"),
    bundleZip({
      "privateKey.pem": leaf.privateKeyPem,
      "certificateChain.pem": leaf.pem,
      "trustedCertificates.pem": root.pem,
    }),
  );
  const plans = ["json-syntax", "keys", "verdicts/company"].map((name) => join(PLANS, name, "plan.json"));
  const { report, graph, excerpts } = runLint([...plans, join(folder, "certs.zip")], {
    draw: true,
    now: new Date("2026-11-23T12:00:00Z"),
  });
  return fileOf("broken", html(report, { ...options, graph, excerpts }));
}

async function opened(context: BrowserContext, url: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    complaints.push(message.text());
  });
  page.on("pageerror", (error) => {
    complaints.push(error.message);
  });
  page.on("request", (request) => {
    if (request.url() !== url) complaints.push(`requested ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}

/** What axe finds wrong, as `rule: element`. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource());
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`)))",
  );
}

/** Layout shift since the page began, and how much wider than the window it is. Runs in the page. */
const measure = `new Promise((resolve) => {
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve({ shift, overflow: document.documentElement.scrollWidth - innerWidth }), 300);
})`;

/** Filters by the finding of one resource, until the page has shown it. Runs in the page. */
const filterOnce = `new Promise((resolve) => {
  const field = document.querySelector("#q");
  field.value = "c[17]";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    if (!document.querySelector("#shown").textContent.startsWith("4 of")) return setTimeout(look, 10);
    requestAnimationFrame(() => resolve());
  };
  look();
})`;

describe.each([360, 768, 1440, 3840])("at %d pixels", (width) => {
  test.each(["light", "dark"] as const)(
    "%s: no accessibility violation, console message, request, overflow or layout shift",
    async (colorScheme) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const { page, complaints } = await opened(context, brokenStacks());
      const measured = await page.evaluate(measure);
      expect(measured).toEqual({ shift: 0, overflow: 0 });
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
    900_000,
  );
});

describe("without a mouse", () => {
  test("the skip link comes first, the filter filters, and a box of the picture leads to its finding", async () => {
    const context = await browser.newContext();
    const { page } = await opened(context, brokenStacks());
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the report");
    await page.focus("#q");
    await page.keyboard.type("shared_key encoded");
    await page.locator("#shown", { hasText: /^1 of/ }).waitFor();
    expect(await page.textContent("#shown")).toMatch(/^1 of \d+ findings are shown\.$/);
    expect(await page.locator(".finding:visible").count()).toBe(1);
    const link = page.locator("svg a[href^='#f']").first();
    await link.focus();
    await page.keyboard.press("Enter");
    const id = (await link.getAttribute("href")) ?? "";
    expect(await page.locator(id).isVisible()).toBe(true);
    const canvas = page.locator(".canvas").first();
    await canvas.focus();
    await page.keyboard.press("+");
    expect(await page.locator("output").first().textContent()).toBe("125 %");
    await context.close();
  }, 900_000);

  test("a page without script shows everything", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(brokenStacks());
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await page.locator(".finding").first().isVisible()).toBe(true);
    await context.close();
  }, 900_000);
});

test("nothing in a hostile input runs, loads or logs", async () => {
  const context = await browser.newContext();
  const { page, complaints } = await opened(context, fileOf("hostile", html(hostile, options)));
  expect(await page.locator("script").count()).toBe(1);
  expect(complaints).toEqual([]);
  expect(await violations(page)).toEqual([]);
  await context.close();
}, 900_000);

/** What Chromium does for a page of so many findings, in elements, and in layouts of the page while a filter is typed. */
async function workOf(number: number): Promise<{ readonly elements: number; readonly layouts: number }> {
  const findings = Array.from(
    { length: number },
    (_, index): Finding => ({
      ...sharedKey,
      address: `aws_emr_security_configuration.c[${Math.floor(index / 4)}]`,
      fingerprint: `f${index}`,
    }),
  );
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(fileOf(`many-${number}`, html({ ...(reports.findings as Report), findings }, options)));
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  const counted = async (name: string) => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  };
  const before = await counted("LayoutCount");
  await page.evaluate(filterOnce);
  const layouts = (await counted("LayoutCount")) - before;
  const elements = await page.evaluate<number>("document.querySelectorAll('*').length");
  await context.close();
  return { elements, layouts };
}

// How long it takes is measured by npm run bench.
test("a page of 20,000 findings has ten times the elements of one of 2,000, and a filter lays out either in a few steps", async () => {
  const [few, many] = [await workOf(2_000), await workOf(20_000)];
  expect(many.elements).toBeLessThan(10 * few.elements);
  expect(few.elements).toBeLessThan(2_000 * 30);
  for (const { layouts } of [few, many]) {
    expect(layouts).toBeGreaterThan(0);
    expect(layouts).toBeLessThanOrEqual(6);
  }
}, 900_000);
