import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { changes, stackName } from "./changes-app";
import { asOnPage, changesPage, clusterRow } from "./changes-page";
import { type Moto, startMoto } from "./moto";
import { succeeded, Workshop } from "./workshop";

jest.setTimeout(300_000);

const region = "us-east-1";
const jar = resolve("test/fixtures/jars/providers.jar");
/** Rows about keys that `prevent_destroy` protects: test/modules/terraform.proof.test.ts tries them. */
const protectedKeys = [
  'a key that has to be replaced or destroyed, with `removalPolicy: "retain"` (the default)',
  "an `EmrEncryption` is removed from the code",
];

test("every row of the page is tried, and nothing that is no row", () => {
  const rows = changesPage().map(({ change }) => change);
  expect([...Object.keys(changes), clusterRow, ...protectedKeys].sort()).toEqual([...rows].sort());
});

describe("docs/changes.md, each change planned by Terraform over a stack that was deployed to moto", () => {
  let moto: Moto;
  let workshop: Workshop;

  beforeAll(async () => {
    moto = await startMoto();
    workshop = new Workshop(stackName, { AWS_ENDPOINT_URL: moto.url, AWS_REGION: region });
    await workshop.certificates(region, "--out", "certs");
    await workshop.certificates(region, "--out", "certs", "--renew");
    await workshop.certificates(region, "--out", "elsewhere/certs");
    copyFileSync(jar, join(workshop.folder, "providers.jar"));
    const changed = zipSync({ ...unzipSync(readFileSync(jar)), "NOTE.txt": Buffer.from("another release\n") });
    writeFileSync(join(workshop.folder, "changed.jar"), changed);
    await workshop.node(["--import", "tsx", join(__dirname, "changes-app.ts")]);
    take(0);
    succeeded(await workshop.terraform("init", "-input=false"));
    succeeded(await workshop.terraform("apply", "-auto-approve", "-input=false"));
  });

  afterAll(async () => {
    await moto?.stop();
    workshop?.remove();
  });

  /** Puts a synthesized variant where the deployed stack lies. */
  function take(variant: number): void {
    const from = join(workshop.folder, "variants", String(variant), "stacks", stackName);
    cpSync(from, workshop.stackFolder, { recursive: true });
  }

  test("left as it is, nothing is planned", async () => {
    expect(await workshop.actions()).toEqual([]);
  });

  test.each(Object.keys(changes).map((change, index) => ({ change, index })))("$change", async ({ change, index }) => {
    take(index + 1);
    expect(asOnPage(await workshop.actions("-refresh=false"))).toEqual(
      changesPage().find((row) => row.change === change)?.actions,
    );
  });

  // The last, since it changes what is deployed.
  test.each(Object.keys(changes).filter((change) => /^`(?:multiRegion|origin)`/.test(change)))(
    "%s: applied, the new key has its policy, and nothing more is planned",
    async (change) => {
      take(Object.keys(changes).indexOf(change) + 1);
      succeeded(await workshop.terraform("apply", "-auto-approve", "-input=false"));
      expect(await workshop.actions()).toEqual([]);
    },
  );
});
