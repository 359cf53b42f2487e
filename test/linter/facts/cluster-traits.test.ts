import { clusterTraits } from "../../../linter/facts/cluster-traits";
import type { Model } from "../../../linter/model/model";
import { type Symbolic, Unknown } from "../../../linter/model/symbolic";

function model(...clusters: readonly { readonly [name: string]: Symbolic }[]): Model {
  const resources = clusters.map((values) => ({ type: "aws_emr_cluster", mode: "managed", values }));
  return { resources, resolve: () => new Unknown("known after apply", "apply") } as unknown as Model;
}

const unknown = new Unknown("known after apply", "lint a later plan");

describe("clusterTraits", () => {
  test.each<[string, Model | undefined, ReturnType<typeof clusterTraits>]>([
    ["a bundle alone", undefined, { java8: undefined, clientCertificates: false, publicNames: false }],
    ["an input without clusters", model(), { java8: undefined, clientCertificates: false, publicNames: false }],
    ["EMR 6", model({ release_label: "emr-6.15.0" }), { java8: true, clientCertificates: false, publicNames: false }],
    ["EMR 7", model({ release_label: "emr-7.5.0" }), { java8: false, clientCertificates: false, publicNames: false }],
    [
      "EMR 5 beside EMR 7",
      model({ release_label: "emr-7.5.0" }, { release_label: "emr-5.36.0" }),
      { java8: true, clientCertificates: false, publicNames: false },
    ],
    [
      "a release that is not known beside EMR 7",
      model({ release_label: "emr-7.5.0" }, { release_label: unknown }),
      { java8: undefined, clientCertificates: false, publicNames: false },
    ],
    [
      "Trino",
      model({ release_label: "emr-7.5.0", applications: ["Spark", "Trino"] }),
      { java8: false, clientCertificates: false, publicNames: true },
    ],
    [
      "applications that are not known",
      model({ release_label: "emr-7.5.0", applications: unknown }),
      { java8: false, clientCertificates: false, publicNames: undefined },
    ],
    [
      "Hadoop that asks clients for certificates",
      model({
        release_label: "emr-7.5.0",
        configurations_json: '[{"Classification":"core-site","Properties":{"hadoop.ssl.require.client.cert": "true"}}]',
      }),
      { java8: false, clientCertificates: true, publicNames: false },
    ],
    [
      "a document behind a URL",
      model({ release_label: "emr-7.5.0", configurations: "s3://bucket/configurations.json" }),
      { java8: false, clientCertificates: undefined, publicNames: false },
    ],
  ])("reads %s", (_, given, expected) => {
    expect(clusterTraits(given)).toEqual(expected);
  });
});
