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
}, 60_000);

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

/** How many times longer a fixed loop takes than on a machine with nothing else to do, at least once. Runs in the page. */
const slowness = `(() => {
  const started = performance.now();
  let sum = 0;
  for (let index = 0; index < 2e7; index += 1) sum = (sum + index * index) % 1000003;
  return Math.max(1, (performance.now() - started + (sum - sum)) / 130);
})()`;

/** When the page could be used, and how long a filter takes until it is painted, in milliseconds. Runs in the page. */
const filterOnce = `new Promise((resolve) => {
  const [{ domInteractive }] = performance.getEntriesByType("navigation");
  const started = performance.now();
  const field = document.querySelector("#q");
  field.value = "c[17]";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    if (!document.querySelector("#shown").textContent.startsWith("4 of")) return setTimeout(look, 10);
    requestAnimationFrame(() => resolve({ interactive: domInteractive, filtered: performance.now() - started }));
  };
  look();
})`;

describe.each([360, 768, 1440, 3840])("at %d pixels", (width) => {
  test.each(["light", "dark"] as const)(
    "%s: no violation, no complaint, no request, no overflow, no shift",
    async (colorScheme) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const { page, complaints } = await opened(context, brokenStacks());
      const measured = await page.evaluate(measure);
      expect(measured).toEqual({ shift: 0, overflow: 0 });
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
    120_000,
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
  }, 60_000);

  test("a page without script shows everything", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(brokenStacks());
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await page.locator(".finding").first().isVisible()).toBe(true);
    await context.close();
  }, 60_000);
});

test("nothing of a hostile input runs, loads or complains", async () => {
  const context = await browser.newContext();
  const { page, complaints } = await opened(context, fileOf("hostile", html(hostile, options)));
  expect(await page.locator("script").count()).toBe(1);
  expect(complaints).toEqual([]);
  expect(await violations(page)).toEqual([]);
  await context.close();
}, 60_000);

test.each([
  [2_000, 1_000],
  [20_000, 4_000],
])(
  "%d findings can be used within %d ms of a machine that has nothing else to do, and filtered within the same",
  async (number, limit) => {
    const findings = Array.from(
      { length: number },
      (_, index): Finding => ({
        ...sharedKey,
        address: `aws_emr_security_configuration.c[${Math.floor(index / 4)}]`,
        fingerprint: `f${index}`,
      }),
    );
    const url = fileOf(`many-${number}`, html({ ...(reports.findings as Report), findings }, options));
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(url);
    const times = await page.evaluate<{ readonly interactive: number; readonly filtered: number }>(filterOnce);
    const allowed = limit * (await page.evaluate<number>(slowness));
    expect(times.interactive).toBeLessThan(allowed);
    expect(times.filtered).toBeLessThan(allowed);
    await context.close();
  },
  120_000,
);
