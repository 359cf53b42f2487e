import { setMaxListeners } from "node:events";
import { isIP } from "node:net";
import type { Send } from "./calls";
import { AccountError, ForeignAnswer, MissingPackage } from "./errors";
import { RETRIES } from "./retries";

/** The caller and the Region. */
export interface AccountAccess {
  /** Name of a profile of the AWS configuration. @default - the usual chain: environment, profile, instance */
  readonly profile?: string;
  /** ARN of a role to assume. @default - none */
  readonly assumeRole?: string;
}

/** The parts of an SDK package that are used: a client and its commands, by name. */
type Package = { readonly [name: string]: new (...args: readonly object[]) => SdkClient };
interface SdkClient {
  send(command: object, options?: { readonly abortSignal?: AbortSignal }): Promise<SdkAnswer>;
  destroy(): void;
  readonly config: { region(): Promise<string> };
}

interface SdkAnswer {
  readonly $metadata: { readonly requestId?: string; readonly extendedRequestId?: string };
}

const packages = {
  sts: { name: "@aws-sdk/client-sts", client: "STSClient", load: () => require("@aws-sdk/client-sts") },
  emr: { name: "@aws-sdk/client-emr", client: "EMRClient", load: () => require("@aws-sdk/client-emr") },
  kms: { name: "@aws-sdk/client-kms", client: "KMSClient", load: () => require("@aws-sdk/client-kms") },
  s3: { name: "@aws-sdk/client-s3", client: "S3Client", load: () => require("@aws-sdk/client-s3") },
  s3control: {
    name: "@aws-sdk/client-s3-control",
    client: "S3ControlClient",
    load: () => require("@aws-sdk/client-s3-control"),
  },
  iam: { name: "@aws-sdk/client-iam", client: "IAMClient", load: () => require("@aws-sdk/client-iam") },
  ec2: { name: "@aws-sdk/client-ec2", client: "EC2Client", load: () => require("@aws-sdk/client-ec2") },
} as const;

type Service = keyof typeof packages;

/** How long a call may be without an answer, in milliseconds. */
const LONGEST_SILENCE = 15_000;

/** Clients of the AWS SDK, each loaded and made when it is first used. */
export class AwsClients {
  private readonly clients = new Map<string, SdkClient>();
  private credentials: object | undefined;
  private handler: object | undefined;

  constructor(
    private readonly access: AccountAccess,
    private readonly signal?: AbortSignal,
    private readonly silence = LONGEST_SILENCE,
  ) {
    // Every pending call adds a listener.
    if (signal) setMaxListeners(0, signal);
  }

  readonly send: Send = async (operation, region, input) => {
    const [service, name] = operation.split(".") as [Service, string];
    const { [`${name}Command`]: Command } = load(service);
    if (!Command) throw new AccountError(`${packages[service].name} is too old: it lacks ${name}; update it`);
    const options = this.signal ? { abortSignal: this.signal } : {};
    const answer = await this.client(service, region).send(new Command(input), options);
    // Every answer of AWS has the id of its request. The SDK reads a page of a proxy, with status 200, as an answer without members.
    const { requestId, extendedRequestId } = answer.$metadata;
    // Early versions of the SDK know only the second one of S3.
    if (requestId === undefined && extendedRequestId === undefined) throw new ForeignAnswer();
    return answer;
  };

  /** The Region of the environment or the profile. */
  async defaultRegion(): Promise<string> {
    try {
      return await this.client("sts", undefined).config.region();
    } catch {
      throw new AccountError("no Region is set; give --region, or set AWS_REGION");
    }
  }

  destroy(): void {
    for (const client of this.clients.values()) client.destroy();
  }

  private client(service: Service, region: string | undefined): SdkClient {
    const key = `${service} ${region ?? ""}`;
    const known = this.clients.get(key);
    if (known) return known;
    const { client } = packages[service];
    const made = new (load(service)[client] as Package[string])({
      ...(region !== undefined && { region }),
      ...this.identity(region),
      retryStrategy: RETRIES,
      requestHandler: this.requestHandler(),
      ...(service === "s3" && { followRegionRedirects: true, forcePathStyle: isLocal(process.env.AWS_ENDPOINT_URL) }),
      ...(service === "s3control" && atOneHost(process.env.AWS_ENDPOINT_URL)),
    });
    this.clients.set(key, made);
    return made;
  }

  /** One pool of connections for all clients, with bounds on silence. */
  private requestHandler(): object {
    const limits = {
      requestTimeout: this.silence,
      // Without it the SDK warns and goes on waiting.
      throwOnRequestTimeout: true,
      connectionTimeout: 10_000,
      socketAcquisitionWarningTimeout: 60_000,
    };
    this.handler ??= { ...limits, httpsAgent: { maxSockets: 64 }, httpAgent: { maxSockets: 64 } };
    return this.handler;
  }

  private identity(region: string | undefined): object {
    this.credentials ??= credentialsOf(this.access, region);
    return this.credentials;
  }
}

function credentialsOf({ profile, assumeRole }: AccountAccess, region: string | undefined): object {
  if (profile === undefined && assumeRole === undefined) return {};
  const { fromIni, fromTemporaryCredentials } = loaded("@aws-sdk/credential-providers", () =>
    require("@aws-sdk/credential-providers"),
  ) as typeof import("@aws-sdk/credential-providers");
  const own = profile === undefined ? undefined : fromIni({ profile });
  if (assumeRole === undefined) return { credentials: own, profile };
  const params = { RoleArn: assumeRole, RoleSessionName: "emr-encryption-audit" };
  const clientConfig = region === undefined ? {} : { clientConfig: { region } };
  return { credentials: fromTemporaryCredentials({ params, ...(own && { masterCredentials: own }), ...clientConfig }) };
}

function load(service: Service): Package {
  // The SDK announces the end of support for versions of Node, which does not belong in a report.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { name, load: require } = packages[service];
  return loaded(name, require) as unknown as Package;
}

function loaded(name: string, load: () => unknown): unknown {
  try {
    return load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new MissingPackage(name);
  }
}

/** Local emulators of AWS have no host name for each bucket. */
function isLocal(endpoint: string | undefined): boolean {
  return endpoint !== undefined && /^https?:\/\/(localhost|127\.|\[::1\])/.test(endpoint);
}

/** S3 Control has a host for each account, which an emulator at an address does not have; the account is in a header as well. */
function atOneHost(endpoint: string | undefined): object {
  if (endpoint === undefined || !URL.canParse(endpoint)) return {};
  const url = new URL(endpoint);
  const isAddress = isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0;
  return isAddress || isLocal(endpoint) ? { endpointProvider: () => ({ url }), disableHostPrefix: true } : {};
}
