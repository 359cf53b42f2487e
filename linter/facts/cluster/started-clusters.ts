import type { Embedding, Model, Resource } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { withResources } from "../../model/terraform/with-resources";
import { parseDocument, writeDocument } from "../../model/values/document";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import { resolveValue } from "../document-cursor";

/** Resources that start clusters by a document they contain, in the form of `RunJobFlow`. */
const carriers = ["aws_sfn_state_machine", "aws_scheduler_schedule"] as const;

type Record = { readonly [name: string]: Symbolic };

/** One `RunJobFlow` in a document, and its place from the resource's argument on. */
interface JobFlow {
  readonly path: readonly (string | number)[];
  readonly parameters: Record | Unknown;
}

/**
 * A model with the clusters that state machines and schedules of it start, each as the equivalent `aws_emr_cluster`; the model itself if
 * there are none.
 */
export function withJobFlows(model: Model): Model {
  const carrying = managed(model, ...carriers);
  const clusters = carrying.flatMap((carrier) => clustersOf(model, carrier));
  if (clusters.length === 0) return model;
  const addresses = new Map(clusters.map((cluster) => [cluster.address, cluster]));
  return withResources(
    model,
    [...model.resources, ...clusters],
    (address) => addresses.get(address) ?? model.at(address),
  );
}

function clustersOf(model: Model, carrier: Resource): readonly Resource[] {
  const { module, name, actions, region, before } = carrier;
  const former = new Map(
    (before ? jobFlows(model, carrier, before) : []).map((flow) => [JSON.stringify(flow.path), flow]),
  );
  return jobFlows(model, carrier, carrier.values).map(({ path, parameters }): Resource => {
    const earlier = former.get(JSON.stringify(path));
    return {
      address: `${carrier.address}#${path.join(".")}`,
      type: "aws_emr_cluster",
      mode: "managed",
      name,
      module,
      actions,
      region,
      values: clusterArguments(parameters),
      ...(earlier ? { before: clusterArguments(earlier.parameters) } : {}),
      embedded: { address: carrier.address, path, names },
    };
  });
}

function jobFlows(model: Model, { type }: Resource, values: Resource["values"]): readonly JobFlow[] {
  return type === "aws_sfn_state_machine" ? inStateMachine(model, values) : inSchedule(model, values);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html */
const startsCluster =
  /^arn:aws[\w-]*:states:::(?:elasticmapreduce:createCluster(?:\.sync)?|aws-sdk:emr:runJobFlow(?:\.waitForTaskToken)?)$/;

function inStateMachine(model: Model, { definition }: Resource["values"]): readonly JobFlow[] {
  const machine = documentIn(model, definition);
  if (!isRecord(machine)) return [];
  return inStates(model, machine.States, ["definition", "States"], machine.QueryLanguage === "JSONata");
}

function inStates(
  model: Model,
  states: Symbolic | undefined,
  at: readonly (string | number)[],
  jsonata: boolean,
): readonly JobFlow[] {
  if (!isRecord(states)) return [];
  return Object.entries(states).flatMap(([name, state]) => {
    if (!isRecord(state)) return [];
    const path = [...at, name];
    const inner = state.QueryLanguage === undefined ? jsonata : state.QueryLanguage === "JSONata";
    const own = startsCluster.test(plain(model, state.Resource)) ? [task(state, path, inner)] : [];
    const nested = nestedMachines(state).flatMap(({ at: below, machine }) =>
      inStates(model, machine.States, [...path, ...below, "States"], inner),
    );
    return [...own, ...nested];
  });
}

/** The machines inside a state: what a Map runs for each item, and the branches of a Parallel. */
function nestedMachines(
  state: Record,
): readonly { readonly at: readonly (string | number)[]; readonly machine: Record }[] {
  const branches = Array.isArray(state.Branches) ? (state.Branches as readonly Symbolic[]) : [];
  const inside: readonly (readonly [readonly (string | number)[], Symbolic | undefined])[] = [
    [["ItemProcessor"], state.ItemProcessor],
    [["Iterator"], state.Iterator],
    ...branches.map((branch, index) => [["Branches", index], branch] as const),
  ];
  return inside.flatMap(([at, machine]) => (isRecord(machine) ? [{ at, machine }] : []));
}

/** The parameters of a task as written; those that the state's input gives are unknown. */
function task(state: Record, path: readonly (string | number)[], jsonata: boolean): JobFlow {
  const name = jsonata ? "Arguments" : "Parameters";
  const written = state[name];
  if (written === undefined) return { path, parameters: runtime() };
  const parameters = jsonata ? withExpressions(written) : withPaths(written);
  return { path: [...path, name], parameters: isRecord(parameters) ? parameters : runtime() };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
function inSchedule(model: Model, { target }: Resource["values"]): readonly JobFlow[] {
  const targets = Array.isArray(target) ? (target as readonly Symbolic[]) : [target ?? null];
  return targets.flatMap((one, at): readonly JobFlow[] => {
    if (!isRecord(one) || !/^arn:aws[\w-]*:scheduler:::aws-sdk:emr:runJobFlow$/.test(plain(model, one.arn))) return [];
    const path = ["target", at, "input"];
    const input = documentIn(model, one.input);
    return isRecord(input) ? [{ path, parameters: withAttributes(input) as Record }] : [];
  });
}

/** A document; undefined where it cannot be read. Its references are kept, so that what they name remains visible. */
function documentIn(model: Model, value: Symbolic | undefined): Symbolic | undefined {
  if (value === undefined) return undefined;
  const parsed = parseDocument(value instanceof Reference ? resolveValue(model, value) : value);
  return "document" in parsed ? parsed.document : undefined;
}

/** A text in which references are replaced by the partition that every ARN of services has. */
function plain(model: Model, value: Symbolic | undefined): string {
  const resolved = value === undefined ? "" : resolveValue(model, value);
  if (resolved instanceof Template)
    return resolved.parts.map((part) => (typeof part === "string" ? part : "aws")).join("");
  return typeof resolved === "string" ? resolved : "";
}

function runtime(): Unknown {
  return new Unknown("given by the state's input when it runs", "write it as a literal in the definition");
}

/** Names that end in `.$` take their value from the state's input. */
function withPaths(value: Symbolic): Symbolic {
  if (Array.isArray(value)) return (value as readonly Symbolic[]).map(withPaths);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) =>
      name.endsWith(".$") ? [name.slice(0, -2), runtime()] : [name, withPaths(item)],
    ),
  );
}

function withExpressions(value: Symbolic): Symbolic {
  return replaced(value, (text) => /^\s*\{%.*%\}\s*$/s.test(text));
}

/** `<aws.scheduler.scheduled-time>` and the like are filled in when the schedule runs. */
function withAttributes(value: Symbolic): Symbolic {
  return replaced(value, (text) => text.includes("<aws.scheduler."));
}

function replaced(value: Symbolic, isOpen: (text: string) => boolean): Symbolic {
  if (typeof value === "string") return isOpen(value) ? runtime() : value;
  if (Array.isArray(value)) return (value as readonly Symbolic[]).map((item) => replaced(item, isOpen));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, isOpen)]));
}

/** How `RunJobFlow` names the arguments of `aws_emr_cluster`. */
const names: Embedding["names"] = {
  applications: "Applications",
  configurations_json: "Configurations",
  custom_ami_id: "CustomAmiId",
  ec2_attributes: "Instances",
  kerberos_attributes: "KerberosAttributes",
  log_encryption_kms_key_id: "LogEncryptionKmsKeyId",
  log_uri: "LogUri",
  monitoring_configuration: "MonitoringConfiguration",
  release_label: "ReleaseLabel",
  security_configuration: "SecurityConfiguration",
  service_role: "ServiceRole",
  step: "Steps",
  tags: "Tags",
};

function clusterArguments(parameters: Record | Unknown): { readonly [name: string]: Symbolic } {
  if (parameters instanceof Unknown) {
    return Object.fromEntries(Object.keys(names).map((argument) => [argument, parameters]));
  }
  const { Instances: instances, Configurations: configurations, KerberosAttributes: kerberos } = parameters;
  const network = isRecord(instances) ? instances : {};
  const same = Object.entries(names).map(([argument, parameter]) => [argument, parameters[parameter]] as const);
  return present({
    ...Object.fromEntries(same),
    kerberos_attributes: isRecord(kerberos) ? [kerberos] : kerberos,
    configurations_json:
      configurations === undefined || isLeaf(configurations) ? configurations : writeDocument(configurations),
    applications: each(parameters.Applications, (application) =>
      isRecord(application) ? application.Name : undefined,
    ),
    tags: tags(parameters.Tags),
    ec2_attributes: [
      present({
        instance_profile: parameters.JobFlowRole,
        subnet_id: network.Ec2SubnetId,
        subnet_ids: network.Ec2SubnetIds,
      }),
    ],
  });
}

function present(values: { readonly [name: string]: Symbolic | undefined }): { readonly [name: string]: Symbolic } {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Symbolic] => entry[1] !== undefined),
  );
}

function each(list: Symbolic | undefined, item: (value: Symbolic) => Symbolic | undefined): Symbolic | undefined {
  return Array.isArray(list) ? (list as readonly Symbolic[]).map((value) => item(value) ?? null) : list;
}

function tags(list: Symbolic | undefined): Symbolic | undefined {
  if (!Array.isArray(list)) return list;
  return Object.fromEntries(
    (list as readonly Symbolic[]).flatMap((tag) =>
      isRecord(tag) && typeof tag.Key === "string" && tag.Value !== undefined ? [[tag.Key, tag.Value]] : [],
    ),
  );
}
