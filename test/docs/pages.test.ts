import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { App } from "cdktf";
import { globSync } from "tinyglobby";
import { developmentBundle, writeBundleFolder } from "../../certificates/generations";
import { EncryptionStack, type EncryptionStackConfig } from "../../examples/encryption/stack";
import { brokenBundles } from "../../scripts/demo/break-bundle";
import { sharedKeyPair } from "../certificates/key-pairs";
import { run } from "../cli/certs/run";

const root = resolve(__dirname, "../..");
const pages = globSync(["*.md", "docs/*.md", "examples/*/README.md", "{linter,policies}/README.md"], {
  cwd: root,
}).sort();
const textOf = (page: string) => readFileSync(join(root, page), "utf8");

/** The anchors of a page, as GitHub makes them of headings. */
function anchors(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The command lines of our program, continued lines joined; `words` are those before the first option or argument. */
function commandLines(text: string): readonly { readonly line: string; readonly words: readonly string[] }[] {
  const shown = text
    .replaceAll(/\\\n\s*/g, "")
    .matchAll(/(?:^ *|[`|'] ?|\$ |&& |entry: |npx )(?:--yes cdktf-)?emr-encryption(?:@[\d.]+)?((?: [^\n`|#]+)?)/gm);
  return [...shown].map(([, rest = ""]) => {
    const line = rest.trim().replace(/\s*[;&>].*$/, "");
    const [first = "", second = ""] = line.split(" ");
    const isCommand = ["certs", "keys"].includes(first)
      ? /^[a-z]+$/.test(second)
      : `${first} ${second}` === "rules test";
    return { line, words: isCommand ? [first, second] : [first] };
  });
}

test("all pages are read, and their commands found", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/bundles.md", "examples/ways/README.md"]));
  expect(pages.flatMap((page) => commandLines(textOf(page))).length).toBeGreaterThan(35);
});

test("linter/README.md names existing files and folders", () => {
  const named = [...textOf("linter/README.md").matchAll(/`([a-z-]+(?:\/|\.ts))`/g)].map(([, name = ""]) => name);
  const found = globSync(["linter/**", "schemas"], { cwd: root, onlyFiles: false });
  expect(named.filter((name) => !found.some((path) => path.endsWith(`/${name}`) || path === name))).toEqual([]);
});

test.each(["docs/architecture.md", "policies/README.md"])("%s names paths that exist", (page) => {
  const roots = ["", "policies"];
  const named = [...textOf(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|json|rego|js|wasm)))`/g)];
  const paths = named.map(([, path = ""]) => path).filter((path) => path.includes("/") || path.startsWith("."));
  const missing = paths.filter((path) => !roots.some((each) => existsSync(join(root, each, path))));
  expect(paths.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

describe.each(pages)("%s", (page) => {
  const text = textOf(page);

  test("links to existing files and headings", () => {
    const links = [...text.replaceAll(/```.*?```/gs, "").matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    const astray = links.filter(([, path = "", anchor]) => {
      const file = path === "" ? page : join(dirname(page), path);
      return !existsSync(join(root, file)) || (anchor !== undefined && !anchors(textOf(file)).includes(anchor));
    });
    expect(astray.map(([link]) => link)).toEqual([]);
  });

  test("shows existing commands with their options", async () => {
    for (const { line, words } of commandLines(text)) {
      const { code, out } = await run([...words.filter((word) => word !== ""), "--help"], root);
      expect([line, code]).toEqual([line, 0]);
      for (const [option] of line.matchAll(/(?<!\S)--[a-z-]+/g))
        expect([line, `${out}--version`]).toEqual([line, expect.stringContaining(option)]);
    }
    const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: { readonly [name: string]: string } };
    for (const [, script = ""] of text.matchAll(/npm run (?:-s )?([\w:-]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});

describe("the README shows real output", () => {
  const folder = mkdtempSync(join(tmpdir(), "readme-"));

  /** What `npm start` and `npm run demo:break` do before they call the linter. */
  function synthesize(outdir: string, config: Partial<EncryptionStackConfig>): void {
    mkdirSync(join(folder, dirname(outdir)), { recursive: true });
    const app = new App({ outdir: join(folder, outdir) });
    const usual = { region: "us-east-1", environment: "development", sharedKey: false };
    new EncryptionStack(app, "emr-encryption", { ...usual, certificates: join(folder, "certs"), ...config });
    app.synth();
  }

  function broken(kind: string): string {
    const certificates = join(folder, "broken", kind, "certs");
    writeBundleFolder(certificates, brokenBundles[kind]?.("ec2.internal", new Date()) ?? never(kind), false);
    return certificates;
  }

  beforeAll(() => {
    const request = { domains: ["ec2.internal"], days: 90, subject: [], renew: false, force: false, now: new Date() };
    developmentBundle({ ...request, folder: join(folder, "certs"), makeKeyPair: sharedKeyPair });
    synthesize("cdktf.out", {});
    synthesize("broken/shared-key/cdktf.out", { sharedKey: true });
    synthesize("broken/weak-rsa/cdktf.out", { certificates: broken("weak-rsa") });
    synthesize("broken/self-signed/cdktf.out", { certificates: broken("self-signed"), environment: "production" });
  });

  const shown = [...textOf("README.md").matchAll(/```console\n\$ emr-encryption ([^\n]+)\n(.*?)```\n/gs)];

  test("four runs of the linter", () => {
    expect(shown.map(([, line]) => line)).toEqual([
      "lint cdktf.out",
      ...["shared-key", "weak-rsa", "self-signed"].map((kind) => `lint broken/${kind}/cdktf.out`),
    ]);
  });

  test.each(shown.map(([block, line = "", output = ""]) => ({ block, line, output })))(
    "$line",
    async ({ block, line, output }) => {
      const { out } = await run(line.split(" "), folder);
      // `GOLDEN=write` writes the page again, to be read in the diff.
      if (process.env.GOLDEN === "write") {
        const page = textOf("README.md").replace(
          block,
          () => `\`\`\`console\n$ emr-encryption ${line}\n${out}\`\`\`\n`,
        );
        writeFileSync(join(root, "README.md"), page);
      } else {
        expect(output).toBe(out);
      }
    },
  );
});

function never(kind: string): never {
  throw new Error(`'${kind}' is no broken bundle`);
}
