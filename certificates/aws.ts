import { CertificateError } from "./errors";

/** Credentials and Region for AWS. */
export interface AwsAccess {
  /** Name of a profile of the AWS configuration. @default - the usual chain: environment, profile, instance */
  readonly profile?: string;
  /** ARN of a role to assume. @default - none */
  readonly assumeRole?: string;
  readonly region?: string;
}

/** Configuration of a client of the AWS SDK. */
export interface ClientConfiguration {
  readonly region?: string;
  readonly credentials?: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    readonly expiration?: Date;
  }>;
}

/**
 * Loads an AWS package, which only those who use it install.
 *
 * @throws CertificateError if it is not installed.
 */
export function loadAws<T>(name: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new CertificateError(`the package ${name} is required and not installed; run: npm install ${name}`);
  }
}

/** Configuration of an AWS client; only the Region is set where the usual chain finds the credentials. */
export function clientConfiguration({ profile, assumeRole, region }: AwsAccess): ClientConfiguration {
  const where = region === undefined ? {} : { region };
  if (profile === undefined && assumeRole === undefined) return where;
  const { fromIni, fromTemporaryCredentials } = loadAws("@aws-sdk/credential-providers", () => {
    return require("@aws-sdk/credential-providers") as typeof import("@aws-sdk/credential-providers");
  });
  const own = profile === undefined ? undefined : fromIni({ profile });
  if (assumeRole === undefined) return { ...where, ...(own && { credentials: own }) };
  const params = { RoleArn: assumeRole, RoleSessionName: "emr-encryption" };
  const clientConfig = region === undefined ? {} : { clientConfig: { region } };
  return {
    ...where,
    credentials: fromTemporaryCredentials({ params, ...(own && { masterCredentials: own }), ...clientConfig }),
  };
}

/** Calls AWS; a refusal becomes one sentence with the purpose of the call. */
export async function asked<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    const { name, message } = error as { readonly name?: string; readonly message?: string };
    const reason = (message ?? "").split("\n")[0];
    if (reason === "Region is missing") {
      throw new CertificateError(`${what} requires a Region; set AWS_REGION, or give a --profile that sets one`);
    }
    throw new CertificateError(`${what} failed: ${name ?? "error"}${reason ? `: ${reason}` : ""}`);
  }
}
