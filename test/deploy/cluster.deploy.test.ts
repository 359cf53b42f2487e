import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Moto, startMoto } from "../deploy/moto";
import { Workshop } from "../deploy/workshop";

jest.setTimeout(300_000);

const region = "us-east-1";

describe("examples/cluster, planned by Terraform with the AWS provider against moto", () => {
  let moto: Moto;
  let workshop: Workshop;
  let plan: { readonly resource_changes: readonly { readonly type: string; readonly change: { actions: string[] } }[] };

  beforeAll(async () => {
    moto = await startMoto();
    workshop = new Workshop("emr-cluster", { AWS_ENDPOINT_URL: moto.url, AWS_REGION: region });
    const steps = [
      [resolve("bin/emr-encryption.js"), "certs", "development", "--region", region, "--out", "certs"],
      ["--import", "tsx", resolve("examples/cluster/main.ts")],
    ];
    for (const args of steps) succeeded(await workshop.run(process.execPath, args));
    succeeded(await workshop.terraform("init", "-input=false"));
    succeeded(await workshop.terraform("plan", "-input=false", "-out=cluster.tfplan"));
    const { stdout } = await workshop.terraform("show", "-json", "cluster.tfplan");
    writeFileSync(join(workshop.folder, "cluster.json"), stdout);
    plan = JSON.parse(stdout);
  });

  afterAll(async () => {
    await moto?.stop();
    workshop?.remove();
  });

  function succeeded({ code, output }: { readonly code: number | null; readonly output: string }): void {
    if (code !== 0) throw new Error(`ended with ${code}: ${output}`);
  }

  test("the provider accepts all of it: the cluster, its keys, its bundle and its network are to be created", () => {
    const planned = plan.resource_changes.filter(({ change }) => change.actions.join() !== "read");
    expect(new Set(planned.map(({ change }) => change.actions.join()))).toEqual(new Set(["create"]));
    const count = (type: string) => planned.filter((one) => one.type === type).length;
    expect({
      clusters: count("aws_emr_cluster"),
      configurations: count("aws_emr_security_configuration"),
      keyPolicies: count("aws_kms_key_policy"),
      objects: count("aws_s3_object"),
      endpoints: count("aws_vpc_endpoint"),
    }).toEqual({ clusters: 1, configurations: 1, keyPolicies: 4, objects: 1, endpoints: 2 });
  });

  test.each(["cluster.json", "cdktf.out"])("the linter has nothing to say about %s", async (input) => {
    const { code, stdout } = await workshop.lint(input, "--format", "json");
    const report = JSON.parse(stdout);
    expect(report.findings.filter(({ severity }: { readonly severity: string }) => severity !== "info")).toEqual([]);
    expect(report.inputs.map(({ status }: { readonly status: string }) => status)).toEqual(["judged"]);
    expect(code).toBe(0);
  });

  test("synthesized anew with a renewed bundle, the stack is no longer the plan's: its missing file is no mistake", async () => {
    // cdktf synth starts from an empty folder; the example run by itself does not.
    for (const folder of ["cdktf.out", "certs"]) rmSync(join(workshop.folder, folder), { recursive: true });
    const steps = [
      [resolve("bin/emr-encryption.js"), "certs", "development", "--region", region, "--out", "certs"],
      ["--import", "tsx", resolve("examples/cluster/main.ts")],
    ];
    for (const args of steps) succeeded(await workshop.run(process.execPath, args));
    const { code, stdout } = await workshop.lint("cluster.json", "--format", "json");
    const report = JSON.parse(stdout);
    expect(report.findings.filter(({ severity }: { readonly severity: string }) => severity !== "info")).toEqual([]);
    expect(report.notEvaluated).toContainEqual(
      expect.objectContaining({
        rule: "object.source_missing",
        reason: expect.stringMatching(/is not here, and the stack that lies here is not the one/),
      }),
    );
    expect(code).toBe(0);
  });
});
