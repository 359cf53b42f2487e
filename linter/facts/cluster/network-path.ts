import { all, any, reasonsOf, type Truth, UnknownTruth, unknownTruth } from "../../access/truth";
import { isKept } from "../../model/terraform/lifecycle";
import { COMPUTED } from "../../model/terraform/merge";
import type { Model, Resource } from "../../model/terraform/model";
import { kept, ofType } from "../../model/terraform/of-type";
import { isLeaf, isRecord, Reference, type Symbolic, Template } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import { ABSENT, known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { argument, DocumentCursor } from "../document-cursor";
import { ResourceNames } from "../iam/resource-names";
import { blocks } from "../iam/roles";
import { written } from "../object-name";

type Values = Resource["values"];

const together = "lint it together with the VPC; in an audit, add --network";

/** The first subnet of a cluster without a network path to KMS in its model; absent if each has one, or if no subnet is named. */
export function subnetWithoutKms(model: Model, cluster: Resource): Leaf<string> {
  const subnets = subnetsOf(model, cluster);
  if (!subnets) return unknownLeaf("the subnet of the cluster is not known", together);
  const paths = subnets.map(({ model: home, id }) => once(home, `path from ${id}`, () => pathFrom(home, id)));
  const without = subnets[paths.indexOf(false)];
  if (without) return known(made(without.model, "aws_subnet", without.id)?.address);
  return reasonsOf(paths)[0] ?? ABSENT;
}

/** The VPCs that a cluster may start in; undefined where the model does not make all of its subnets. */
export function vpcsOf(model: Model, cluster: Resource): readonly string[] | undefined {
  const vpcs = (subnetsOf(model, cluster) ?? []).map(({ model: home, id }) => {
    const subnet = home === model ? made(model, "aws_subnet", id) : undefined;
    return subnet && written(model, subnet.values.vpc_id);
  });
  return vpcs.length > 0 && vpcs.every((vpc) => vpc !== undefined) ? vpcs : undefined;
}

/** An id, and the stack that makes what it names. */
interface Place {
  readonly model: Model;
  readonly id: string;
}

/** Computes a result once for each model: many clusters share subnets, route tables and VPCs. */
function once<T>(model: Model, question: string, answer: () => T): T {
  return ResourceNames.of(model).once(question, answer);
}

/** The subnets that a cluster may start in; undefined where one of them is not known. */
function subnetsOf(model: Model, { values }: Resource): readonly Place[] | undefined {
  const { ec2_attributes: attributes } = values;
  if (attributes !== undefined && isLeaf(attributes)) return undefined;
  const { subnet_id: one, subnet_ids: several } = blocks(attributes)[0] ?? {};
  if (isThere(one)) return placesOf(model, [one]);
  if (!isThere(several)) return [];
  const resolved = new DocumentCursor(model, several).resolved();
  return Array.isArray(resolved) ? placesOf(model, resolved) : undefined;
}

/** What a plan only computes is not written in the code. */
function isThere(value: Symbolic | undefined): value is Symbolic {
  return value !== undefined && value !== null && value !== "" && value !== COMPUTED;
}

function placesOf(model: Model, values: readonly Symbolic[]): readonly Place[] | undefined {
  const places = values.map((value): Place | undefined => {
    const origin = value instanceof Reference ? model.origin(value) : undefined;
    const id = origin ? written(origin.model, origin.reference) : written(model, value);
    return id === undefined ? undefined : { model: origin?.model ?? model, id };
  });
  return places.every((place) => place !== undefined) ? places : undefined;
}

/** Whether something leads from a subnet to KMS: an endpoint in its VPC, or a route out of it. */
function pathFrom(model: Model, id: string): Truth {
  const subnet = made(model, "aws_subnet", id);
  const vpc = subnet && written(model, subnet.values.vpc_id);
  if (!subnet || vpc === undefined) return unknownTruth("the subnet's routes are not in the input", together);
  const table = tableOf(model, id, vpc);
  const routes =
    table instanceof UnknownTruth ? table : once(model, `routes of ${table}`, () => routesOut(model, table));
  const module = "a module that may contain routes or endpoints is not in the input";
  return any([
    once(model, `endpoints of ${vpc}`, () => hasEndpoint(model, vpc)),
    routes,
    once(model, `other stacks' endpoints of ${vpc}`, () => hasEndpointElsewhere(model, vpc)),
    routesElsewhere(model, { id, vpc, table }),
    made(model, "aws_vpc", vpc) ? false : unknownTruth("the subnet's VPC is not in the input", together),
    model.partial ? unknownTruth(module, "lint a plan made by terraform") : false,
  ]);
}

/** Whether a VPC has an endpoint of KMS. One that a data source finds exists as well. */
function hasEndpoint(model: Model, vpc: string): Truth {
  const endpoints = ofType(model, "aws_vpc_endpoint").filter(isKept);
  return any(endpoints.map((each) => all([names(model, each, "vpc_id", vpc), reachesKms(model, each)])));
}

/** Whether another stack of the same input puts an endpoint of KMS into a VPC of this one. */
function hasEndpointElsewhere(model: Model, vpc: string): Truth {
  return any(
    (model.siblings ?? []).flatMap((stack) =>
      kept(stack, "aws_vpc_endpoint").map((each) =>
        all([namesFrom(stack, each.values.vpc_id, model, vpc), reachesKms(stack, each)]),
      ),
    ),
  );
}

/** Whether an argument of another stack is the id of what a model makes. */
function namesFrom(stack: Model, value: Symbolic | undefined, model: Model, id: string): boolean {
  const origin = value instanceof Reference ? stack.origin(value) : undefined;
  return origin?.model.stack === model.stack && written(model, origin.reference) === id;
}

/** Whether another stack of the same input leads a subnet out: by a route in its table, or by another table for it or its VPC. */
function routesElsewhere(
  model: Model,
  { id, vpc, table }: { readonly id: string; readonly vpc: string; readonly table: string | UnknownTruth },
): Truth {
  return any(
    (model.siblings ?? []).flatMap((stack): readonly Truth[] => {
      const naming = (type: string, argument: string, wanted: string) =>
        kept(stack, type).filter(({ values }) => namesFrom(stack, values[argument], model, wanted));
      const routes = typeof table === "string" ? naming("aws_route", "route_table_id", table) : [];
      const associations = [
        ...naming("aws_route_table_association", "subnet_id", id),
        ...naming("aws_main_route_table_association", "vpc_id", vpc),
      ];
      const tables = associations.map(({ values }) => placesOf(stack, [values.route_table_id ?? null])?.[0]);
      return [
        ...routes.map(({ values }) => leadsOut(stack, values)),
        ...tables.map((place) =>
          place
            ? routesOut(place.model, canonical(place.model, place.id))
            : unknownTruth("the subnet's route table is not known", together),
        ),
      ];
    }),
  );
}

function reachesKms(model: Model, endpoint: Resource): Truth {
  return all([isKms(model, endpoint), answersForKms(model, endpoint)]);
}

/**
 * Whether an endpoint answers for the name that the SDK of a node asks for: only with private DNS, unless a private hosted zone does it, and
 * only in its own Region.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-vpc-endpoint.html
 */
function answersForKms(model: Model, endpoint: Resource): Truth {
  const { values, mode, region } = endpoint;
  if (mode === "data") return true;
  const name = new DocumentCursor(model, values.service_name).resolved();
  if (typeof name === "string" && name.endsWith("-fips")) {
    return unknownTruth("whether nodes use the FIPS endpoint of KMS is not known", "use com.amazonaws.<region>.kms");
  }
  const [, of] = (typeof name === "string" && /^com\.amazonaws\.([a-z0-9-]+)\.kms$/.exec(name)) || [];
  const crosses = argument(model, endpoint, "service_region").source() !== undefined;
  if (of !== undefined && typeof region === "string" && of !== region && !crosses) return false;
  const flag = argument(model, endpoint, "private_dns_enabled").flag();
  if (!("known" in flag)) return "unknown" in flag ? new UnknownTruth([flag]) : true;
  if (flag.known === true) return true;
  const hasZone = ["aws_route53_zone", "aws_route53_record"].some((type) => kept(model, type).length > 0);
  return hasZone
    ? unknownTruth("whether a hosted zone leads to the endpoint is not known", "enable private DNS")
    : false;
}

function isKms(model: Model, { values }: Resource): Truth {
  const name = new DocumentCursor(model, values.service_name).resolved();
  const service = name instanceof Reference ? model.at(name.address)?.values.service : undefined;
  const end = name instanceof Template ? name.parts.at(-1) : typeof service === "string" ? `.${service}` : name;
  if (typeof end !== "string")
    return unknownTruth("the service of an endpoint in the VPC is not known", "write its service_name");
  return /\.kms(?:-fips)?$/.test(end);
}

/** The id of a subnet's route table: its own, else the VPC's main one; the gap where that is not known. */
function tableOf(model: Model, subnet: string, vpc: string): string | UnknownTruth {
  const own = tableBy(model, "aws_route_table_association", "subnet_id", subnet);
  if (own !== undefined) return own;
  const main = tableBy(model, "aws_main_route_table_association", "vpc_id", vpc);
  if (main !== undefined) return main;
  const network = made(model, "aws_vpc", vpc);
  const table = network && attributeOf(model, network, "default_route_table_id");
  return table ?? unknownTruth("the main route table of the subnet's VPC is not in the input", together);
}

function tableBy(model: Model, type: string, by: string, id: string): string | UnknownTruth | undefined {
  const { known: associations, open } = once(model, `${type} by ${by}`, () => associationsBy(model, type, by));
  const own = associations.get(id);
  if (!own) return open;
  const table = written(model, own.values.route_table_id);
  return table === undefined
    ? unknownTruth("the subnet's route table is not known", together)
    : canonical(model, table);
}

interface Associations {
  readonly known: ReadonlyMap<string, Resource>;
  /** Why there may be another one. */
  readonly open: UnknownTruth | undefined;
}

function associationsBy(model: Model, type: string, by: string): Associations {
  const known = new Map<string, Resource>();
  let open: UnknownTruth | undefined;
  for (const each of kept(model, type)) {
    const id = written(model, new DocumentCursor(model, each.values[by]).resolved());
    if (id !== undefined && !known.has(id)) known.set(id, each);
    // A value that names no such resource is no id of one; an unknown value may be.
    const named = names(model, each, by, "");
    if (named instanceof UnknownTruth) open ??= named;
  }
  return { known, open };
}

/** One id for each route table: the main table of a VPC can be named in three ways. */
function canonical(model: Model, table: string): string {
  if (made(model, "aws_route_table", table)) return table;
  const adopted = kept(model, "aws_default_route_table").find((each) => idOf(model, each) === table);
  if (adopted) return written(model, adopted.values.default_route_table_id) ?? table;
  const vpc = kept(model, "aws_vpc").find((each) => attributeOf(model, each, "main_route_table_id") === table);
  return (vpc && attributeOf(model, vpc, "default_route_table_id")) ?? table;
}

function routesOut(model: Model, table: string): Truth {
  const tables = [
    ...kept(model, "aws_route_table").filter((each) => idOf(model, each) === table),
    ...kept(model, "aws_default_route_table").filter(
      ({ values }) => written(model, values.default_route_table_id) === table,
    ),
  ];
  const ofVpc = kept(model, "aws_vpc").some((each) => attributeOf(model, each, "default_route_table_id") === table);
  const separate = kept(model, "aws_route").map((route) =>
    all([names(model, route, "route_table_id", table, canonical), leadsOut(model, route.values)]),
  );
  const propagated = kept(model, "aws_vpn_gateway_route_propagation").map((each) =>
    all([names(model, each, "route_table_id", table, canonical), learnt]),
  );
  return any([
    ...tables.flatMap((each) => inlineRoutes(model, each)),
    ...separate,
    ...propagated,
    tables.length > 0 || ofVpc ? false : unknownTruth("the subnet's routes are not in the input", together),
  ]);
}

const learnt = unknownTruth(
  "the routes that a VPN gateway propagates are not in the input",
  "check that these routes reach KMS, and switch the rule off",
);

function inlineRoutes(model: Model, table: Resource): readonly Truth[] {
  const propagating = argument(model, table, "propagating_vgws").items();
  const routes = listOf(new DocumentCursor(model, table.values.route)) ?? listOf(argument(model, table, "route"));
  if (!routes) return [unknownTruth(`the routes of ${table.address} are not known`, LINT_LATER_PLAN)];
  return [
    propagating?.length === 0 ? false : learnt,
    ...routes.map((route) =>
      isRecord(route) ? leadsOut(model, route) : unknownTruth("a route is not known", LINT_LATER_PLAN),
    ),
  ];
}

/** Blocks as a list; Terraform's JSON syntax has a single one without. */
function listOf(part: DocumentCursor): readonly Symbolic[] | undefined {
  const value = part.resolved();
  return isRecord(value) ? [value] : part.items()?.map((item) => item.resolved() ?? null);
}

const destinations = ["cidr_block", "ipv6_cidr_block", "destination_cidr_block", "destination_ipv6_cidr_block"];

/** A default route leads out, whatever its target; another one may lead to a network from which KMS is reached. */
function leadsOut(model: Model, route: Values): Truth {
  const to = destinations.map((name) => new DocumentCursor(model, route[name]).resolved());
  if (to.some((destination) => destination === "0.0.0.0/0" || destination === "::/0")) return true;
  if (new DocumentCursor(model, route.gateway_id).resolved() === "local") return false;
  return unknownTruth(
    "a route of the subnet leads to another network, from which KMS may be reached",
    "check that KMS is reachable from there, and switch the rule off",
  );
}

/** Whether an argument is the id of what the model makes; what comes from a data source may be it. */
function names(
  model: Model,
  { address, values }: Resource,
  name: string,
  id: string,
  inOneForm = (_: Model, text: string): string => text,
): Truth {
  const value = values[name];
  if (value === undefined || value === null || value === "") return false;
  const resolved = new DocumentCursor(model, value).resolved();
  const text = written(model, resolved);
  if (text !== undefined && inOneForm(model, text) === id) return true;
  const found = resolved instanceof Reference && model.at(resolved.address)?.mode === "data";
  return text === undefined || found ? unknownTruth(`${name} of ${address} is not known`, together) : false;
}

function made(model: Model, type: string, id: string): Resource | undefined {
  const byId = once(model, `${type} by id`, () => new Map(kept(model, type).map((each) => [idOf(model, each), each])));
  return byId.get(id);
}

function idOf(model: Model, resource: Resource): string | undefined {
  return attributeOf(model, resource, "id");
}

function attributeOf(model: Model, { address }: Resource, attribute: string): string | undefined {
  return written(model, new Reference(address, attribute));
}
