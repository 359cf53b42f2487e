import { basename, resolve } from "node:path";
import { AwsClients } from "../../account/client";
import { UsageError } from "../../linter/errors";
import { readDocuments } from "../../linter/facts/configuration/rows";
import { isLeaf, Reference, type Symbolic, Template } from "../../linter/model/values/symbolic";
import { FILE_LIMITS, GuardedFiles } from "../../linter/read/guarded-files";
import { readInputs } from "../../linter/read/read";
import { readNamed } from "../../linter/read/refusal";
import type { Terminal } from "../terminal";
import type { Converted } from "./typescript";

/** Bytes of a file that can be a document: EMR's limit is far below, and a larger JSON file is a plan. */
const LARGEST_DOCUMENT = 1_000_000;

/** A document, and what is known about it in the account. */
export interface FoundDocument extends Pick<Converted, "id" | "existing"> {
  readonly document: unknown;
}

/** The security configurations in a file or folder; undefined where there is nothing of that name. */
export function documentsIn(source: string, terminal: Terminal): readonly FoundDocument[] | undefined {
  const path = resolve(terminal.cwd, source);
  const files = new GuardedFiles({ cwd: terminal.cwd });
  files.admit(path);
  const { kind } = files.status(path);
  if (kind === "missing") return undefined;
  const maybeDocument = kind === "file" && source.endsWith(".json") && files.size(path) <= LARGEST_DOCUMENT;
  const alone = maybeDocument ? documentIn(path, source, files) : undefined;
  if (alone) return [alone];
  const read = readInputs([source], { cwd: terminal.cwd, stdin: terminal.stdin, files });
  const unreadable = read.find(({ error }) => error !== undefined);
  if (unreadable) throw new UsageError(`'${unreadable.input}': ${unreadable.error}`, "unreadable-input");
  return read.flatMap(({ model }) =>
    model
      ? readDocuments(model).map(({ resource, root }) => ({
          id: resource.name,
          document: plain(root, resource.address),
        }))
      : [],
  );
}

/** A document, or the answer of DescribeSecurityConfiguration, as JSON; undefined for other JSON. */
function documentIn(path: string, source: string, files: GuardedFiles): FoundDocument | undefined {
  const json = jsonIn(path, source, files);
  if (typeof json !== "object" || json === null) return undefined;
  const { Name: name, SecurityConfiguration: configuration } = json as { readonly [member: string]: unknown };
  if (typeof name === "string" && typeof configuration === "string") return described(name, configuration);
  const sections = /^(Encryption|Authentication|Authorization|InstanceMetadataService|LakeFormation)Configuration$/;
  return Object.keys(json).some((key) => sections.test(key))
    ? { id: basename(path, ".json"), document: json }
    : undefined;
}

function jsonIn(path: string, source: string, files: GuardedFiles): unknown {
  const text = readNamed(`'${source}'`, () => files.text(path, FILE_LIMITS.input));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function described(name: string, configuration: string): FoundDocument {
  try {
    return { id: name, document: JSON.parse(configuration), existing: { name, configuration } };
  } catch {
    throw new UsageError(`the security configuration '${name}' is not JSON`, "unreadable-input");
  }
}

/** A security configuration of the account, by its name or by a cluster that uses it. */
export async function describedDocument(
  source: string,
  { region, ...access }: { readonly profile?: string; readonly region?: string },
): Promise<FoundDocument> {
  const place = placeInAccount(source);
  const clients = new AwsClients(access);
  try {
    const home = place.region ?? region ?? (await clients.defaultRegion());
    const name = place.cluster === undefined ? source : await nameOf(place.cluster, home, clients);
    const answer = await clients.send("emr.DescribeSecurityConfiguration", home, { Name: name });
    const { SecurityConfiguration: configuration } = answer as { readonly SecurityConfiguration?: string };
    return described(name, configuration ?? "");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const [reason] = (error as Error).message.split("\n");
    throw new UsageError(
      `'${source}' is not a file, and cannot be read from the account: ${reason}`,
      "unreadable-input",
    );
  } finally {
    clients.destroy();
  }
}

/** What a name, the id of a cluster or an ARN refers to. */
function placeInAccount(source: string): { readonly region?: string; readonly cluster?: string } {
  if (/^j-[A-Z0-9]+$/.test(source)) return { cluster: source };
  if (source.startsWith("arn:")) {
    const [, region, cluster] =
      /^arn:aws[a-z-]*:elasticmapreduce:([a-z0-9-]+):\d{12}:cluster\/(j-[A-Z0-9]+)$/.exec(source) ?? [];
    if (region !== undefined && cluster !== undefined) return { region, cluster };
    throw new UsageError(
      `'${source}' is not the ARN of an EMR cluster; security configurations have no ARN: give the name, or the ARN of a cluster that uses it`,
    );
  }
  if (/[\\/]|\.(json|ya?ml|tf|tofu|plan)$/.test(source))
    throw new UsageError(`'${source}' does not exist`, "unreadable-input");
  return {};
}

async function nameOf(cluster: string, region: string, clients: AwsClients): Promise<string> {
  const answer = await clients.send("emr.DescribeCluster", region, { ClusterId: cluster });
  const { Cluster: described } = answer as { readonly Cluster?: { readonly SecurityConfiguration?: string } };
  if (described?.SecurityConfiguration) return described.SecurityConfiguration;
  throw new UsageError(`the cluster ${cluster} has no security configuration`, "unreadable-input");
}

/** A document with its references as `${…}`; what is unknown cannot be written. */
function plain(value: Symbolic, address: string): unknown {
  if (value instanceof Reference) return `\${${value.address}.${value.attribute}}`;
  if (value instanceof Template) {
    return value.parts.map((part) => (typeof part === "string" ? part : String(plain(part, address)))).join("");
  }
  if (isLeaf(value))
    throw new UsageError(
      `${address}: its document is not known: ${value.reason}; ${value.resolveWith}`,
      "unreadable-input",
    );
  if (Array.isArray(value)) return value.map((item) => plain(item, address));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item as Symbolic, address)]));
}
