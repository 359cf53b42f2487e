import { readCatalogue } from "../../linter/rules/catalogue";
import { type Attempt, clusterWith, toldOf } from "./attempts/attempt";
import { bundleAttempts } from "./attempts/bundles";
import { certificateAttempts } from "./attempts/certificates";
import { clusterAttempts } from "./attempts/clusters";
import { configurationAttempts } from "./attempts/configurations";
import { keyAttempts } from "./attempts/keys";
import { objectAttempts } from "./attempts/objects";

const attempts: readonly Attempt[] = [
  ...configurationAttempts,
  ...clusterAttempts,
  ...keyAttempts,
  ...objectAttempts,
  ...bundleAttempts,
  ...certificateAttempts,
];
const catalogue = readCatalogue();

/** Rules that no construct of this package can break, and why. */
const impossible: { readonly [rule: string]: string } = {
  "bundle.ambiguous": "the zip is written here",
  "bundle.name_wrong": "the zip is written here",
  "bundle.stray_entry": "the zip is written here",
  "bundle.unreadable": "the zip is written here",
  "bundle.private_key_inconsistent": "the private key must fit the leaf before the zip is written",
  "bundle.published_key": "published private keys are not at hand",
  "cert.public_ca_wildcard": "no public CA signs for a test",
  "cert.public_ca_lifetime": "no public CA signs for a test",
  "cert.weak_exponent": "node:crypto makes no such key",
  "cert.weak_modulus": "node:crypto makes no such key",
  "cert.wrong_domain": "without DHCP options, cert.wrong_region and cert.single_host are more exact",
  "config.at_rest_incomplete": "the flag is set by what stands below it",
  "config.in_transit_incomplete": "the flag is set by what stands below it",
  "config.settings_without_flag": "the flag is set by what stands below it",
  "config.string_boolean": "flags are written as booleans",
  "config.not_json": "the document is written here",
  "config.s3_uri_invalid": "addresses of objects are written here",
  "config.ebs_without_kms": "a disk with a class of one's own has no such argument",
  "config.s3_fields_conflict": "a mode has no arguments of others",
  "config.tls_fields_conflict": "a provider has no arguments of others",
  "config.name_collision": "seen in plans alone",
  "config.replaced_by_echo": "seen in plans alone",
  "cluster.log_key_unused": "the log key comes with a log location",
  "config.not_visible": "seen in HCL alone",
  "cluster.missing_dependency": "the name of the configuration is a reference, so a cluster waits for it",
  "config.secret_in_document": "the arguments have no place for a password",
  "provider.java_too_new": "tried with JARs that javac makes (test/verdicts/reports)",
  "provider.not_constructible": "tried with JARs that javac makes (test/verdicts/reports)",
  "config.replaced_in_use": "seen in plans alone",
  "key.destroyed_in_use": "seen in plans alone",
  "object.replaced_in_use": "seen in plans alone",
  "object.archived": "lifecycle rules are not made here; tried in test/verdicts/object-rules",
  "object.expires": "lifecycle rules are not made here; tried in test/verdicts/object-rules",
  "object.public": "a bundle's bucket blocks public access and disables ACLs",
  "object.upload_denied": "tried with policies of buckets that the constructs do not make (test/verdicts/reports)",
  "key.default_policy": "every key has a policy of its own",
};

// What is not evaluated is a warning of each synthesis; Jest would print each of them with its source.
beforeAll(() => {
  jest.spyOn(console, "warn").mockImplementation(() => {});
});
afterAll(() => jest.restoreAllMocks());

test("every rule is tried, unless no construct can break it", () => {
  const known = new Set([...attempts.map(({ rule }) => rule), ...Object.keys(impossible)]);
  expect([...catalogue.keys()].filter((rule) => !known.has(rule))).toEqual([]);
  expect([...known].filter((rule) => !catalogue.has(rule))).toEqual([]);
  expect(attempts.filter(({ rule }) => rule in impossible).map(({ did }) => did)).toEqual([]);
});

test("correct configurations are accepted without messages", () => {
  expect(toldOf({ fill: (stack) => clusterWith(stack, {}) })).toBe("nothing");
});

test.each(attempts.map((attempt) => ({ name: `${attempt.did}: ${attempt.rule}`, attempt })))("$name", ({ attempt }) => {
  const text = toldOf(attempt, catalogue.get(attempt.rule)?.severity === "info" ? "info" : "warning");
  if (attempt.refused) expect(text).toBe(attempt.told);
  else
    expect(text.split("\n").find((line) => line.startsWith(`ERROR ${attempt.told}: `)) ?? text).toMatch(
      // The rule's own message and remedy; their wording is tested with the rule.
      /^ERROR \[[^\]]+] [a-z0-9_.]+: \S.+\. \S.+/,
    );
});
