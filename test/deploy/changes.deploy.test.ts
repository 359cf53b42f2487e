import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TerminateJobFlowsCommand } from "@aws-sdk/client-emr";
import { unzipSync, zipSync } from "fflate";
import type { ChangeEffect } from "../../linter/report/finding";
import { changes, stackName } from "./changes-app";
import { asOnPage, changesPage, clusterRow } from "./changes-page";
import { type EmrStandIn, startEmr } from "./emr";
import { Happened } from "./happened";
import { type Plan, type PlannedChange, succeeded, Workshop } from "./workshop";

jest.setTimeout(900_000);

const region = "us-east-1";
const jar = resolve("test/fixtures/jars/providers.jar");
/** Rows about keys that `prevent_destroy` protects: test/modules/terraform.proof.test.ts tries them. */
const protectedKeys = [
  'a key that has to be replaced or destroyed, with `removalPolicy: "retain"` (the default)',
  "an `EmrEncryption` is removed from the code",
];

test("every row of the page is tried, and nothing else", () => {
  const rows = changesPage().map(({ change }) => change);
  expect([...Object.keys(changes), clusterRow, ...protectedKeys].sort()).toEqual([...rows].sort());
});

/** Most rows are applied by `npm run test:changes` alone, since it takes minutes. */
const all = process.env.APPLIED === "all";
/** Rows that are rehearsed and applied, with a cluster where the row speaks of one. */
const applied: ReadonlyMap<string, { readonly withCluster: boolean }> = new Map([
  ["settings of the configuration", { withCluster: true }],
  ...(all
    ? ([
        ["files in the folder of a bundle", { withCluster: false }],
        ["settings, the previous ones in `previous`", { withCluster: true }],
        ["the folder of a bundle, nothing previous declared", { withCluster: false }],
        ["more permissions on a key with `useGrants`", { withCluster: false }],
      ] as const)
    : []),
]);

describe("docs/changes.md, each change rehearsed and then applied by Terraform to a stack on moto", () => {
  let aws: EmrStandIn;
  let happened: Happened;
  let workshop: Workshop;
  let configuration = "";

  beforeAll(async () => {
    aws = await startEmr(region);
    happened = new Happened(aws.emr, { region, endpoint: aws.endpoint });
    workshop = new Workshop(stackName, { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: region });
    await workshop.certificates(region, "--out", "certs");
    await workshop.certificates(region, "--out", "certs", "--renew");
    await workshop.certificates(region, "--out", "elsewhere/certs");
    copyFileSync(jar, join(workshop.folder, "providers.jar"));
    const changed = zipSync({ ...unzipSync(readFileSync(jar)), "NOTE.txt": Buffer.from("another release\n") });
    writeFileSync(join(workshop.folder, "changed.jar"), changed);
    await workshop.node(["--import", "tsx", join(__dirname, "changes-app.ts")]);
    take(0);
    succeeded(await workshop.terraform("init", "-input=false"));
    await apply();
    const made = (await workshop.state()).filter(({ type }) => type === "aws_emr_security_configuration");
    configuration = String(made.find(({ address }) => address.includes(".encryption_"))?.values.name);
  });

  afterAll(async () => {
    happened?.destroy();
    await aws?.stop();
    workshop?.remove();
  });

  /** Puts a synthesized variant where the deployed stack lies. */
  function take(variant: number): void {
    const from = join(workshop.folder, "variants", String(variant), "stacks", stackName);
    cpSync(from, workshop.stackFolder, { recursive: true });
  }

  async function apply(): Promise<void> {
    succeeded(await workshop.terraform("apply", "-auto-approve", "-input=false", "-refresh=false"));
  }

  /** What the linter says that a saved plan does, with the clusters that run. */
  async function rehearsal(plan: string, clusters: readonly string[]): Promise<readonly ChangeEffect[]> {
    const known = clusters.map((id) => [id, { configuration, name: "scheduled", region }]);
    writeFileSync(
      join(workshop.folder, "running.json"),
      JSON.stringify({ known: { clusters: Object.fromEntries(known) } }),
    );
    const { stdout } = await workshop.lint(plan, "--settings", "running.json", "--format", "json");
    return JSON.parse(stdout).changes ?? [];
  }

  test("an unchanged stack plans nothing", async () => {
    expect(await workshop.actions()).toEqual([]);
  });

  const rows = Object.keys(changes).map((change, index) => ({ change, index }));
  const planned = (change: string) => changesPage().find((row) => row.change === change)?.actions;

  test.each(rows.filter(({ change }) => !applied.has(change)))("$change", async ({ change, index }) => {
    take(index + 1);
    expect(asOnPage(await workshop.actions("-refresh=false"))).toEqual(planned(change));
  });

  test.each(rows.filter(({ change }) => applied.has(change)))("$change, applied", async ({ change, index }) => {
    const clusters = applied.get(change)?.withCluster ? [await aws.startCluster(configuration)] : [];
    const end = () => aws.emr.send(new TerminateJobFlowsCommand({ JobFlowIds: [...clusters] }));
    take(index + 1);
    const plan = await workshop.plan("row", "-refresh=false");
    expect(asOnPage(plan.actions)).toEqual(planned(change));
    const effects = await rehearsal("row.json", clusters);
    expect(effects.map(({ address }) => address).sort()).toEqual(ofInterest(plan).map(({ address }) => address));
    const outcome = await workshop.terraform("apply", "-input=false", "row.tfplan");
    if (effects.some((each) => each.effects.some((one) => one.startsWith("EMR refuses to delete ")))) {
      expect(outcome.output).toContain("cannot be deleted because it is in use by active clusters");
      await end();
      await apply();
    } else {
      succeeded(outcome);
    }
    for (const { address, change } of effects) {
      const resource = plan.changed.find((each) => each.address === address) as PlannedChange;
      expect({ address, change: await happened.to(resource) }).toEqual({ address, change });
    }
    if (clusters.length > 0) await end();
    take(0);
    await apply();
  });

  // The last, since it changes what is deployed.
  test.each(rows.filter(({ change }) => /^`multiRegion`/.test(change) || (all && /^`origin`/.test(change))))(
    "$change: applied, the new key has its policy, and nothing more is planned",
    async ({ index }) => {
      take(index + 1);
      await apply();
      expect(await workshop.actions()).toEqual([]);
    },
  );
});

/** Changes of a plan that mean something for clusters. */
function ofInterest({ changed }: Plan): readonly PlannedChange[] {
  return changed
    .filter(({ type, change: { actions } }) => {
      if (type === "aws_emr_security_configuration" || type === "aws_kms_grant") return true;
      if (type === "aws_kms_key_policy") return actions.join() === "update";
      if (type === "aws_s3_object") return actions.join() !== "create";
      return type === "aws_kms_key" && actions.includes("delete");
    })
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}
