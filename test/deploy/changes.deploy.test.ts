import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TerminateJobFlowsCommand } from "@aws-sdk/client-emr";
import { unzipSync, zipSync } from "fflate";
import type { ChangeEffect } from "../../linter/report/finding";
import { changes, scopeOf, stackName } from "./changes-app";
import { asOnPage, changesPage } from "./changes-page";
import { type EmrStandIn, startEmr } from "./emr";
import { Happened } from "./happened";
import { type Outcome, type Plan, type PlannedChange, succeeded, Workshop } from "./workshop";

// Everything is applied before the first test; this only ends what hangs.
jest.setTimeout(1_800_000);

const region = "us-east-1";
const jar = resolve("test/fixtures/jars/providers.jar");
/** The one row that Terraform refuses to plan. */
const retained = 'a key that has to be replaced or destroyed, with `removalPolicy: "retain"` (the default)';
const removed = "an `EmrEncryption` is removed from the code";
/** Rows whose configuration a scheduler has started a cluster with. */
const inUse: readonly string[] = [
  "settings of the configuration",
  "settings, the previous ones in `previous`",
  "the content of a JAR",
  "`multiRegion` or the key store of a key",
  removed,
];
/** Rows of resources that moto returns without some of their arguments. */
const forgotten = [
  "rotation of a key, its period, description, deletion window or tags",
  "settings, and Terraform makes the cluster",
];
const rows = Object.keys(changes);
const configurationType = "aws_emr_security_configuration";

test("every row of the page is tried, and nothing else", () => {
  expect([...rows, retained].sort()).toEqual(
    changesPage()
      .map(({ change }) => change)
      .sort(),
  );
});

/** All rows are parts of one stack, so that one plan and one apply try them all. */
describe("docs/changes.md, each change rehearsed and then applied by Terraform to a stack on moto", () => {
  let aws: EmrStandIn;
  let happened: Happened;
  let workshop: Workshop;
  let plan: Plan;
  let effects: readonly ChangeEffect[];
  let firstApply: Outcome;
  /** Configurations that are still there after the first apply, by the addresses that the plan deletes. */
  const held = new Map<string, boolean>();

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
    take("before");
    succeeded(await workshop.terraform("init", "-input=false"));
    succeeded(await apply());
    const clusters = await startClusters();
    take("after");
    plan = await workshop.plan("changes", "-refresh=false");
    effects = await rehearsal("changes.json", clusters);
    firstApply = await workshop.terraform("apply", "-input=false", "-no-color", "changes.tfplan");
    for (const { address, change } of plan.changed.filter(deletesConfiguration)) {
      held.set(address, await happened.hasConfiguration(String(change.before?.name)));
    }
    await aws.emr.send(new TerminateJobFlowsCommand({ JobFlowIds: [...clusters.keys()] }));
    succeeded(await apply());
  });

  afterAll(async () => {
    happened?.destroy();
    await aws?.stop();
    workshop?.remove();
  });

  /** Puts a synthesized variant where the deployed stack is. */
  function take(variant: string): void {
    cpSync(join(workshop.folder, "variants", variant, "stacks", stackName), workshop.stackFolder, { recursive: true });
  }

  function apply(): Promise<Outcome> {
    return workshop.terraform("apply", "-auto-approve", "-input=false", "-refresh=false");
  }

  /** Starts clusters as schedulers do; the names of their configurations by the ids of the clusters. */
  async function startClusters(): Promise<ReadonlyMap<string, string>> {
    const made = (await workshop.state()).filter(({ type }) => type === configurationType);
    const clusters = new Map<string, string>();
    for (const change of inUse) {
      const configuration = made.find(({ address }) => isOf(change, address))?.values.name;
      clusters.set(await aws.startCluster(String(configuration)), String(configuration));
    }
    return clusters;
  }

  /** What the linter says that a saved plan does, with the clusters that run. */
  async function rehearsal(file: string, clusters: ReadonlyMap<string, string>): Promise<readonly ChangeEffect[]> {
    const known = [...clusters].map(([id, configuration]) => [id, { configuration, name: "scheduled", region }]);
    const settings = { known: { clusters: Object.fromEntries(known) } };
    writeFileSync(join(workshop.folder, "running.json"), JSON.stringify(settings));
    const { stdout } = await workshop.lint(file, "--settings", "running.json", "--format", "json");
    return JSON.parse(stdout).changes ?? [];
  }

  const effectsOf = (change: string) => effects.filter(({ address }) => isOf(change, address));
  const plannedOf = (change: string) => plan.changed.filter(({ address }) => isOf(change, address));

  test.each(rows)("%s: Terraform plans what the page says", (change) => {
    const actions = asOnPage(plannedOf(change).map(({ type, change }) => `${change.actions.join("+")} ${type}`));
    if (change === removed) expect(actions.filter((action) => !action.startsWith("- "))).toEqual([]);
    else expect(actions).toEqual(changesPage().find((row) => row.change === change)?.actions);
  });

  test.each(rows)("%s: everything that has an effect on clusters is rehearsed, and nothing else", (change) => {
    const expected = plannedOf(change).filter(hasEffect);
    expect(
      effectsOf(change)
        .map(({ address }) => address)
        .sort(),
    ).toEqual(expected.map(({ address }) => address).sort());
  });

  test.each(rows)("%s: EMR refuses to delete what the rehearsal says, and nothing else", (change) => {
    const refused = effectsOf(change).filter(isRefused);
    const deleted = plannedOf(change).filter(deletesConfiguration);
    expect(deleted.filter(({ address }) => held.get(address)).map(({ address }) => address)).toEqual(
      refused.map(({ address }) => address),
    );
    const isKept = change === "settings, the previous ones in `previous`";
    expect(refused).toHaveLength(inUse.includes(change) && !isKept ? 1 : 0);
    for (const { address } of refused) {
      const name = deleted.find((each) => each.address === address)?.change.before?.name;
      expect(firstApply.output.replace(/\s*\n[│\s]*/g, " ")).toContain(
        `Security configuration '${name}' cannot be deleted because it is in use by active clusters.`,
      );
    }
  });

  test.each(rows)("%s: what the rehearsal says is what apply does", async (change) => {
    for (const { address, change: said, effects: sentences } of effectsOf(change)) {
      const resource = plan.changed.find((each) => each.address === address) as PlannedChange;
      expect({ address, change: await happened.to(resource) }).toEqual({ address, change: said });
      const days = sentences.flatMap((sentence) => /^after (\d+) days the key is deleted/.exec(sentence)?.[1] ?? []);
      if (days.length > 0) expect([String(await happened.daysUntilDeletion(resource))]).toEqual(days);
    }
  });

  test("when all is applied, nothing more is planned, except for what moto does not store", async () => {
    const { changed } = await workshop.plan("again");
    const isForgotten = ({ address }: PlannedChange) => forgotten.some((change) => isOf(change, address));
    expect(changed.filter((each) => !isForgotten(each))).toEqual([]);
  });

  test(`${retained}: Terraform refuses to plan it`, async () => {
    take("retained");
    const { code, output } = await workshop.terraform("plan", "-input=false", "-refresh=false", "-no-color");
    expect(code).toBe(1);
    expect(output).toContain("Error: Instance cannot be destroyed");
    expect(output).toContain(`aws_kms_key.${scopeOf("the alias of a key")}_`);
  });
});

function isOf(change: string, address: string): boolean {
  return address.split(".")[1]?.startsWith(`${scopeOf(change)}_`) === true;
}

function deletesConfiguration({ type, change: { actions } }: PlannedChange): boolean {
  return type === configurationType && actions.includes("delete");
}

function isRefused({ effects }: ChangeEffect): boolean {
  return effects.some((sentence) => sentence.startsWith("EMR refuses to delete "));
}

/** Whether a change means something for clusters that run, or start later. */
function hasEffect({ type, change: { actions } }: PlannedChange): boolean {
  if (type === configurationType || type === "aws_kms_grant") return true;
  if (type === "aws_kms_key_policy") return actions.join() === "update";
  if (type === "aws_s3_object") return actions.join() !== "create";
  return (type === "aws_kms_key" || type === "aws_emr_cluster") && actions.includes("delete");
}
