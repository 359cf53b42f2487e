import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { html } from "../../linter/report/html";
import { runLint } from "../../linter/run/lint";
import { openBrowser } from "../../test/support/browser";
import { manyConfigurations } from "./many-configurations";

/** Part of `npm run bench`: the HTML report in Chromium, with ten times the findings. */

/** Until a page can be used, and until a filter has been painted, in milliseconds. */
interface PageTimes {
  readonly interactive: number;
  readonly filtered: number;
}

const filter = `new Promise((resolve) => {
  const [{ domInteractive: interactive }] = performance.getEntriesByType("navigation");
  const started = performance.now();
  const field = document.querySelector("#q");
  field.value = "no such finding";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    if (!document.querySelector("#shown").textContent.startsWith("0 of")) return setTimeout(look, 10);
    requestAnimationFrame(() => resolve({ interactive, filtered: performance.now() - started }));
  };
  look();
})`;

/** Opens the HTML report of folders with 400 security configurations each in Chromium. */
async function openReportPage(folders: number): Promise<PageTimes & { readonly findings: number }> {
  const folder = mkdtempSync(join(tmpdir(), "emr-encryption-page-"));
  const browser = await openBrowser();
  try {
    for (let at = 0; at < folders; at++) {
      mkdirSync(join(folder, `stack-${at}`));
      writeFileSync(join(folder, `stack-${at}`, "main.tf.json"), JSON.stringify(manyConfigurations(400)));
    }
    const { report } = runLint(["."], { cwd: folder });
    const file = join(folder, "report.html");
    writeFileSync(file, html(report, { colour: false, columns: 80, verbose: false, quiet: false }));
    const page = await browser.newPage();
    await page.goto(`file://${file}`);
    const times = await page.evaluate<PageTimes>(filter);
    return { ...times, findings: report.findings.length };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  for (const folders of [1, 10]) {
    const { findings, interactive, filtered } = await openReportPage(folders);
    console.log(`an HTML report of ${findings.toLocaleString("en")} findings in Chromium`);
    console.log(
      `  time    ${Math.round(interactive)} ms until it can be used, ${Math.round(filtered)} ms for a filter`,
    );
  }
}

void main();
