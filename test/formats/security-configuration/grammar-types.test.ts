import {
  type Fields,
  type Node,
  type Properties,
  securityConfigurationGrammar,
} from "../../../formats/security-configuration/grammar";
import type { Finding } from "../../../linter/report/finding";
import { pathName } from "../../../linter/report/path";
import { lint } from "../../../linter/run/lint";
import { folderOf } from "../../linter/models";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Path = readonly (string | number)[];

const now = new Date("2026-11-23T12:00:00Z");

/** Texts whose form other rules ask about, by the name of their property. */
const texts: { readonly [name: string]: string } = {
  AwsKmsKey: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  Role: "arn:aws:iam::111122223333:role/a",
  S3Object: "s3://artifacts/a.zip",
};

/** A document with every property of the grammar, each choice made by the word that comes at that turn. */
function sample(node: Node, turn: number, name = ""): Json {
  switch (node.kind) {
    case "text":
      return node.values?.[turn % node.values.length] ?? texts[name] ?? "com.example.Text";
    case "integer":
      return node.values?.[0] ?? Math.max(node.minimum ?? 1, 1);
    case "flag":
      return true;
    case "list":
      return [sample(node.items, turn, name)];
    case "record":
      return members(node, turn);
    case "choice": {
      const words = Object.keys(node.cases);
      const word = words[turn % words.length] ?? "";
      return { [node.on]: word, ...members(node, turn), ...members(node.cases[word] as Fields, turn) };
    }
  }
}

function members({ required, optional }: Fields, turn: number): { readonly [name: string]: Json } {
  const all: Properties = { ...required, ...optional };
  return Object.fromEntries(Object.entries(all).map(([name, child]) => [name, sample(child, turn, name)]));
}

/** Every place of a document. */
function placesOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  return [path, ...entries.flatMap(([step, item]) => placesOf(item, [...path, step]))];
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((part, step) => (part as { readonly [step: string]: Json })[step] ?? null, value);
}

function replaced(value: Json, path: Path, by: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => (index === step ? replaced(item, rest, by) : item));
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([name, item]) => [name, name === step ? replaced(item, rest, by) : item]),
  );
}

/** Values of other types than the given one. */
function otherTypes(value: Json): readonly Json[] {
  const types: readonly Json[] = [true, 7, "text", ["item"], { Name: "member" }];
  const kind = (one: Json) => (Array.isArray(one) ? "list" : typeof one);
  return types.filter((one) => kind(one) !== kind(value));
}

function checked(documents: readonly Json[]): readonly (readonly Finding[])[] {
  const resources = Object.fromEntries(
    documents.map((document, index) => [`d${index}`, { configuration: JSON.stringify(document) }]),
  );
  const content = {
    provider: { aws: { region: "us-east-1" } },
    resource: { aws_emr_security_configuration: resources },
  };
  const { findings } = lint(["main.tf.json"], { cwd: folderOf({ "main.tf.json": JSON.stringify(content) }), now });
  const byAddress = new Map<string, Finding[]>(
    documents.map((_, index) => [`aws_emr_security_configuration.d${index}`, []]),
  );
  for (const finding of findings) byAddress.get(finding.address)?.push(finding);
  return [...byAddress.values()];
}

const serious = ({ severity }: Finding) => severity !== "info";

/** Turns enough for every word of every choice. */
const turns = [0, 1, 2, 3];

describe.each(turns)("every place of the grammar with a value of another type, choices made by word %d", (turn) => {
  const good = sample(securityConfigurationGrammar, turn);
  const wrong = placesOf(good)
    .filter((path) => path.length > 0)
    .flatMap((path) => otherTypes(at(good, path)).map((by) => ({ path, by, document: replaced(good, path, by) })));

  test(`each of ${wrong.length} is found in its place`, () => {
    const found = checked(wrong.map(({ document }) => document));
    const silent = wrong.flatMap(({ path, by }, index) => {
      const place = pathName(["configuration", ...path]);
      const told = (found[index] ?? []).some((finding) => serious(finding) && pathName(finding.path) === place);
      return told ? [] : [`${place} = ${JSON.stringify(by)}`];
    });
    expect(silent).toEqual([]);
  });
});

describe("one mistake is one finding", () => {
  const kms = (id: string) => `arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-${id}`;
  const clean: Json = {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: {
          EncryptionMode: "SSE-KMS",
          AwsKmsKey: kms("1234567890ab"),
          Overrides: [{ BucketName: "lake", EncryptionMode: "SSE-KMS", AwsKmsKey: kms("1234567890ab") }],
        },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: kms("0987654321ab"),
          EnableEbsEncryption: true,
        },
      },
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://artifacts/certs.zip" },
      },
    },
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 },
    AuthenticationConfiguration: {
      KerberosConfiguration: {
        Provider: "ClusterDedicatedKdc",
        ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: 24 },
      },
      IdentityCenterConfiguration: {
        EnableIdentityCenter: true,
        IAMRoleForEMRIdentityCenterApplicationARN: "arn:aws:iam::111122223333:role/idc",
      },
    },
    AuthorizationConfiguration: {
      LakeFormationConfiguration: { AuthorizedSessionTagValue: "Amazon EMR" },
      EmrFsConfiguration: {
        RoleMappings: [
          { Role: "arn:aws:iam::111122223333:role/a", IdentifierType: "Prefix", Identifiers: ["s3://lake/raw/"] },
        ],
      },
    },
  };
  const properties = placesOf(clean).filter((path) => typeof path[path.length - 1] === "string");
  const rename = (path: Path, name: string): Json => {
    const around = path.slice(0, -1);
    const members = Object.entries(at(clean, around) as object);
    const last = path[path.length - 1];
    return replaced(clean, around, Object.fromEntries(members.map(([key, item]) => [key === last ? name : key, item])));
  };
  const rules = (documents: readonly Json[]) =>
    checked(documents).map((findings) => findings.filter(serious).map(({ rule }) => rule));
  const one = properties.map(() => ["config.unknown_property"]);

  test("the document they are made in has none", () => {
    expect(rules([clean])).toEqual([[]]);
  });

  test.each([
    ["without its last letter", (name: string) => name.slice(0, -1)],
    ["with its first letter small", (name: string) => `${name[0]?.toLowerCase()}${name.slice(1)}`],
  ])(`each of ${properties.length} properties is written %s`, (_, misspell) => {
    expect(rules(properties.map((path) => rename(path, misspell(String(path[path.length - 1])))))).toEqual(one);
  });

  test("each of them is of another type", () => {
    const wrong = properties.flatMap((path) =>
      otherTypes(at(clean, path))
        .filter((by) => typeof at(clean, path) !== "boolean" || typeof by !== "string")
        .map((by) => ({ path, by, document: replaced(clean, path, by) })),
    );
    const found = rules(wrong.map(({ document }) => document));
    const more = wrong.flatMap(({ path, by }, index) => {
      const others = (found[index] ?? []).filter((rule) => rule !== "config.unknown_property");
      return others.length === 0 ? [] : [`${pathName(path)} = ${JSON.stringify(by)}: ${others.join(", ")}`];
    });
    expect(more).toEqual([]);
  });

  test("EncryptionConfiguration is left out around its four members", () => {
    const { EncryptionConfiguration: encryption, ...others } = clean as { readonly [name: string]: Json };
    const flat = { ...(encryption as object), ...others };
    expect(rules([flat])).toEqual([["config.unknown_property"]]);
    const [finding] = checked([flat])[0] ?? [];
    expect(finding?.message).toBe(
      "the document has no properties EnableAtRestEncryption, EnableInTransitEncryption, AtRestEncryptionConfiguration " +
        "and InTransitEncryptionConfiguration; they belong in EncryptionConfiguration",
    );
  });

  test("AtRestEncryptionConfiguration is left out around its halves", () => {
    const path = ["EncryptionConfiguration", "AtRestEncryptionConfiguration"];
    const { AtRestEncryptionConfiguration: _, ...encryption } = at(clean, path.slice(0, 1)) as {
      readonly [name: string]: Json;
    };
    const document = replaced(clean, path.slice(0, 1), { ...encryption, ...(at(clean, path) as object) });
    expect(rules([document])).toEqual([["config.unknown_property"]]);
  });
});
