import { type Comparison, compare, type Expectation } from "./compare";
import { serviceOf } from "./known-ports";
import { type EndpointLook, lookAt } from "./look";

/** An endpoint as typed, and where it was found from a host and `--known-ports`. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Whether the port comes from the table: then a closed port is not a failure. */
  readonly guessed: boolean;
}

/** What was found at one endpoint; the evidence of `prove`. */
export interface EndpointProof extends Omit<EndpointLook, "certificates" | "refused">, Comparison {
  /** `host:port`. */
  readonly endpoint: string;
  /** Name that certificates were compared with. */
  readonly name: string;
  /** What usually listens there on nodes of EMR. */
  readonly service?: string;
}

/** What all endpoints of one run are compared with. */
export interface ProofOptions extends Omit<Expectation, "name"> {
  /** Name that clients use, where it is not the host. */
  readonly serverName?: string;
  /** For one connection, in milliseconds. */
  readonly timeout: number;
}

/** How many endpoints are looked at side by side. */
const SIDE_BY_SIDE = 8;

/** Looks at endpoints and compares each with the bundle; the order is that of the endpoints, closed ports of the table left out. */
export async function prove(endpoints: readonly Endpoint[], options: ProofOptions): Promise<readonly EndpointProof[]> {
  const proofs = new Array<EndpointProof | undefined>(endpoints.length);
  let next = 0;
  const work = async () => {
    for (let index = next++; index < endpoints.length; index = next++) {
      proofs[index] = await proveOne(endpoints[index] as Endpoint, options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, endpoints.length) }, work));
  return proofs.filter((proof) => proof !== undefined);
}

async function proveOne({ host, port, guessed }: Endpoint, options: ProofOptions): Promise<EndpointProof | undefined> {
  const { timeout, serverName: name = host, ...expected } = options;
  const { certificates, refused, ...look } = await lookAt({ host, port, serverName: name, timeout });
  if (guessed && refused) return undefined;
  const comparison = compare({ ...look, certificates }, { ...expected, name });
  const service = serviceOf(port);
  return {
    endpoint: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    name,
    ...(service !== undefined && { service }),
    ...look,
    ...comparison,
  };
}
