import { Clusters, type NodeTraits } from "../../../../linter/facts/cluster/node-traits";
import { configuration } from "../../models";

type Cluster = { readonly [name: string]: unknown };

const SEEN = "aws_emr_security_configuration.prod";
const none: NodeTraits = { java8: undefined, clientCertificates: false, publicNames: false, ownImage: false };

/** What clusters tell about the nodes of a bundle, here that of the configuration `prod`. */
function traits(clusters: readonly Cluster[], configurations = [SEEN]): NodeTraits {
  const model = configuration({
    variable: { anything: {} },
    resource: {
      aws_emr_security_configuration: {
        prod: { name: "prod", configuration: "{}" },
        other: { name: "other", configuration: "{}" },
      },
      aws_emr_cluster: Object.fromEntries(clusters.map((cluster, index) => [`c${index}`, cluster])),
    },
  });
  return new Clusters(model).traits(configurations);
}

const joined = { security_configuration: `\${${SEEN}.name}`, release_label: "emr-7.5.0" };
const old = { release_label: "emr-5.36.0", custom_ami_id: "ami-1", applications: ["Trino"] };
const asking = '[{"Classification":"core-site","Properties":{"hadoop.ssl.require.client.cert": "true"}}]';

describe("traits of the clusters that use a bundle", () => {
  test.each<[string, readonly Cluster[], NodeTraits]>([
    ["no cluster at all", [], none],
    ["EMR 6", [{ ...joined, release_label: "emr-6.15.0" }], { ...none, java8: true }],
    ["EMR 7", [joined], { ...none, java8: false }],
    ["EMR 7, by the configuration's name", [{ ...joined, security_configuration: "prod" }], { ...none, java8: false }],
    ["EMR 5 beside EMR 7", [joined, { ...joined, release_label: "emr-5.36.0" }], { ...none, java8: true }],
    ["a release that is not known beside EMR 7", [joined, { ...joined, release_label: "${var.anything}" }], none],
    ["Trino", [{ ...joined, applications: ["Spark", "Trino"] }], { ...none, java8: false, publicNames: true }],
    [
      "applications that are not known",
      [{ ...joined, applications: "${var.anything}" }],
      { ...none, java8: false, publicNames: undefined },
    ],
    [
      "Hadoop that asks clients for certificates",
      [{ ...joined, configurations_json: asking }],
      { ...none, java8: false, clientCertificates: true },
    ],
    [
      "a document behind a URL",
      [{ ...joined, configurations: "s3://bucket/configurations.json" }],
      { ...none, java8: false, clientCertificates: undefined },
    ],
    ["an image of one's own", [{ ...joined, custom_ami_id: "ami-1" }], { ...none, java8: false, ownImage: true }],
  ])("%s", (_, clusters, expected) => {
    expect(traits(clusters)).toEqual(expected);
  });

  test.each<[string, Cluster]>([
    ["another configuration of the input", { security_configuration: "${aws_emr_security_configuration.other.name}" }],
    ["a configuration of another name", { security_configuration: "elsewhere" }],
    ["no configuration", {}],
    ["an empty name", { security_configuration: "" }],
  ])("a cluster with %s has no effect", (_, cluster) => {
    expect(traits([{ ...old, configurations_json: asking, ...cluster }, joined])).toEqual({ ...none, java8: false });
    expect(traits([{ ...old, configurations_json: asking, ...cluster }])).toEqual(none);
  });

  test("a cluster whose configuration is not known leaves open only what it would change", () => {
    const perhaps = { ...old, configurations_json: asking, security_configuration: "${var.anything}" };
    const open = { java8: undefined, clientCertificates: undefined, publicNames: undefined, ownImage: true };
    expect(traits([perhaps, joined])).toEqual(open);
    expect(traits([perhaps])).toEqual(open);
    expect(traits([{ ...perhaps, ...joined, release_label: "emr-7.1.0" }, joined])).toEqual({
      java8: false,
      clientCertificates: true,
      publicNames: true,
      ownImage: true,
    });
    expect(traits([{ security_configuration: "${var.anything}", release_label: "emr-7.1.0" }, joined])).toEqual({
      ...none,
      java8: false,
    });
  });

  test("a bundle that no configuration of the input uses may belong to any cluster with a configuration", () => {
    const cluster = { ...old, security_configuration: "elsewhere" };
    expect(traits([cluster], [])).toEqual({ ...none, publicNames: undefined, ownImage: true });
    expect(traits([old], [])).toEqual(none);
  });

  test("a cluster that the plan destroys has no effect", () => {
    const model = configuration({
      resource: {
        aws_emr_security_configuration: { prod: { name: "prod", configuration: "{}" } },
        aws_emr_cluster: { c: { ...joined, ...old } },
      },
    });
    const destroyed = model.resources.map((each) =>
      each.type === "aws_emr_cluster" ? Object.create(each, { actions: { value: ["delete"] } }) : each,
    );
    expect(new Clusters(Object.create(model, { resources: { value: destroyed } })).traits([SEEN])).toEqual(none);
  });
});
