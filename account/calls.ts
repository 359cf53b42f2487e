import { ACTIONS } from "./actions";
import type { Answers, Operation } from "./answers";
import { AccountError, ForeignAnswer, MissingPackage } from "./errors";

/** Makes one call of the AWS SDK. */
export type Send = (operation: Operation, region: string, input: object) => Promise<unknown>;

/** Why a part of an account is not known. */
export interface Unseen {
  /** The IAM action of the call. */
  readonly action: string;
  /** As a clause. */
  readonly reason: string;
  readonly resolveWith: string;
  /** Whether the account denied the call; otherwise it failed, and another run may succeed. */
  readonly denied: boolean;
}

/** The result of a call. */
export type Answer<T> = { readonly value: T } | { readonly unseen: Unseen } | { readonly absent: true };

/** The value of an answer that has one. */
export function valueIn<T>(answer: Answer<T> | undefined): T | undefined {
  return answer && "value" in answer ? answer.value : undefined;
}

/** Why there is no value, for a call that was denied or failed. */
export function unseenOf(answer: Answer<unknown> | undefined): Unseen | undefined {
  return answer && "unseen" in answer ? answer.unseen : undefined;
}

/** Number of concurrent calls: enough to hide latency, few enough not to be throttled. */
const SIDE_BY_SIDE = 32;

const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|403|Forbidden)$/;
const CREDENTIALS =
  /^(ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|AuthFailure|InvalidToken|CredentialsProviderError|TokenProviderError)$/;
const CLOCK = /^(RequestTimeTooSkewed|RequestInTheFuture)$/;
const NOT_SUBSCRIBED = /^(OptInRequired|SubscriptionRequiredException|SubscriptionRequired)$/;
const THROTTLED =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|SlowDown|LimitExceededException)$/;

/** The part of a body that is used; the SDK has types of streams for browsers as well. */
interface Body {
  transformToByteArray(): Promise<Uint8Array>;
}

/** How the services indicate that a listing has more pages. */
interface Paged {
  readonly Marker?: string;
  readonly NextMarker?: string;
  readonly NextToken?: string;
  readonly IsTruncated?: boolean;
  readonly Truncated?: boolean;
}

/** The token of the next page; `lost` if there is a next page without a token. */
function nextPage({ Marker, NextMarker = Marker, NextToken, IsTruncated, Truncated = IsTruncated }: Paged) {
  if (Truncated === false) return undefined;
  if (NextToken) return { NextToken };
  if (NextMarker) return { Marker: NextMarker };
  return Truncated ? "lost" : undefined;
}

interface AwsFault {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/** Most pages of one listing: some hundred thousand entries. */
export const MOST_PAGES = 2_000;

/** Makes calls concurrently, counts them, makes none twice, and turns refusals of AWS into reasons. */
export class Calls {
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private readonly memo = new Map<string, Promise<Answer<unknown>>>();
  private readonly made = new Map<string, number>();
  private readonly unseenActions = new Map<string, Unseen>();
  private succeeded = 0;

  constructor(
    private readonly send: Send,
    private readonly signal?: AbortSignal,
  ) {}

  /** How often each operation was called, retries aside. */
  get requests(): { readonly [operation: string]: number } {
    return Object.fromEntries([...this.made].sort());
  }

  /** Every call that was refused or failed, once for each action and reason. */
  get unseen(): readonly Unseen[] {
    return [...this.unseenActions.values()].sort((a, b) => (a.action < b.action ? -1 : 1));
  }

  /**
   * Makes a call, or gives the answer of the same call made before.
   *
   * @throws AccountError if no call of the run can succeed, since the credentials are not valid
   */
  ask<Op extends Operation>(operation: Op, region: string, input: object = {}): Promise<Answer<Answers[Op]>> {
    return this.once([operation, region, input], () => this.make(operation, region, input));
  }

  private once<T>(what: readonly unknown[], make: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const key = JSON.stringify(what);
    const before = this.memo.get(key) as Promise<Answer<T>> | undefined;
    if (before) return before.then((answer) => this.again(answer));
    const answer = make();
    this.memo.set(key, answer);
    return answer;
  }

  /** Follows the pages of a listing; what was seen before a page failed is kept. */
  async list<Op extends Operation, Item>(
    operation: Op,
    region: string,
    input: object,
    items: (page: Answers[Op]) => readonly Item[] | undefined,
  ): Promise<{ readonly items: readonly Item[]; readonly unseen?: Unseen }> {
    const found: Item[] = [];
    const asked = new Set<string>();
    const cut = (what: string) => ({ items: found, ...this.cut(operation, region, what) });
    let page: object | undefined = input;
    while (page) {
      const key = JSON.stringify(page);
      if (asked.has(key)) return cut("repeats a page that was read before");
      if (asked.size >= MOST_PAGES) return cut(`has more than ${MOST_PAGES} pages`);
      asked.add(key);
      const answer: Answer<Answers[Op]> = await this.ask(operation, region, page);
      if ("unseen" in answer) return { items: found, unseen: answer.unseen };
      if ("absent" in answer) return { items: found };
      for (const item of items(answer.value) ?? []) found.push(item);
      const more = nextPage(answer.value as Paged);
      if (more === "lost") return cut("is cut off: the next page has no token");
      page = more && { ...input, ...more };
    }
    return { items: found };
  }

  /** Downloads an object, which is possible only once; the connection may still fail. */
  download(region: string, input: object): Promise<Answer<Uint8Array | undefined>> {
    return this.once<Uint8Array | undefined>(["body", region, input], async () => {
      const answer = await this.ask("s3.GetObject", region, input);
      if (!("value" in answer)) return answer;
      try {
        return { value: await (answer.value.Body as Body | undefined)?.transformToByteArray() };
      } catch (error) {
        return this.refused("s3.GetObject", region, error as AwsFault);
      }
    });
  }

  /** A listing of which some is missing. */
  private cut(operation: Operation, region: string, what: string) {
    const reason = `the listing of ${ACTIONS[operation].action} in ${region} ${what}`;
    return this.failed(operation, reason, "run the audit again");
  }

  private async make<Op extends Operation>(operation: Op, region: string, input: object): Promise<Answer<Answers[Op]>> {
    const { needs, absent = [] } = ACTIONS[operation];
    await this.enter();
    try {
      if (this.signal?.aborted) return this.failed(operation, "the audit was interrupted", "run it again");
      this.made.set(operation, (this.made.get(operation) ?? 0) + 1);
      const value = await this.send(operation, region, input);
      if (needs !== undefined && !(value as { readonly [member: string]: unknown } | undefined)?.[needs]) {
        return this.refused(operation, region, new ForeignAnswer());
      }
      this.succeeded++;
      return { value: value as Answers[Op] };
    } catch (error) {
      if (error instanceof MissingPackage && operation === "s3control.GetPublicAccessBlock") {
        return this.withoutPackage(operation, error);
      }
      if (error instanceof AccountError) throw error;
      const fault = error as AwsFault;
      if (isAbsent(fault, absent)) {
        this.succeeded++;
        return { absent: true };
      }
      return this.refused(operation, region, fault);
    } finally {
      this.leave();
    }
  }

  private refused(operation: Operation, region: string, fault: AwsFault): Answer<never> {
    const { name = "" } = fault;
    if (this.signal?.aborted) return this.failed(operation, "the audit was interrupted", "run it again");
    if (CLOCK.test(name) || /Signature (?:expired|not yet current)/.test(fault.message ?? ""))
      return this.skewed(operation);
    if (/sts:AssumeRole/.test(fault.message ?? "")) return this.notAssumed(operation);
    if (CREDENTIALS.test(name)) return this.credentials(operation, region, name, fault.message ?? "");
    return this.unanswered(operation, region, fault);
  }

  /** A fault of one call alone. */
  private unanswered(operation: Operation, region: string, fault: AwsFault): Answer<never> {
    const { action } = ACTIONS[operation];
    const { name = "" } = fault;
    const status = statusOf(fault);
    if (NOT_SUBSCRIBED.test(name)) {
      const resolveWith = `sign the account up for the service in ${region}, or leave the Region out`;
      return this.failed(operation, `the account is not signed up for ${action} in ${region} (${name})`, resolveWith);
    }
    if (DENIED.test(name) || status === 403) {
      return this.note({ action, ...denial(action, fault.message), denied: true });
    }
    if (THROTTLED.test(name) || status === 429) {
      return this.failed(operation, `AWS throttled ${action} in ${region} for too long`, "run the audit again");
    }
    if (!isForeign(fault) && error404(name, status)) {
      return this.failed(
        operation,
        `${action} in ${region} was answered with ${name || status}`,
        "run the audit again",
      );
    }
    return this.failed(operation, `${action} in ${region} failed: ${faultWords(fault)}`, "run the audit again");
  }

  /** The only client that most accounts are read without. */
  private withoutPackage(operation: Operation, { packageName }: MissingPackage): Answer<never> {
    const { action } = ACTIONS[operation];
    const reason = `${action} was not asked, since ${packageName} is not installed`;
    return this.note({ action, reason, resolveWith: `npm install ${packageName}`, denied: true });
  }

  /**
   * If credentials are accepted elsewhere and refused in one Region, that Region is not enabled, or the credentials are not valid in opt-in
   * Regions.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
   */
  private credentials(operation: Operation, region: string, name: string, message: string): Answer<never> {
    if (/Expired/.test(name)) {
      const reason = "the credentials expired during the audit";
      return this.ended(operation, "the credentials have expired; sign in again", reason, SIGN_IN);
    }
    if (/ProviderError/.test(name)) {
      const reason = "the credentials could not be renewed during the audit";
      return this.ended(operation, withoutCredentials(message), reason, SIGN_IN);
    }
    return this.ended(
      operation,
      `AWS does not accept the credentials (${name}); sign in again, or check the account and --region ${region}`,
      `${region} does not accept the credentials: the Region is not enabled for the account, or the credentials are from the global endpoint of STS`,
      `enable ${region}, sign in at a regional endpoint of STS, or leave ${region} out`,
    );
  }

  /** Signatures depend on the time; by now the SDK has already tried to correct it. */
  private skewed(operation: Operation): Answer<never> {
    const reason = "the clock of this machine differs from that of AWS";
    const remedy = "set the clock, and run the audit again";
    return this.ended(operation, `${reason}; set it, and run the audit again`, reason, remedy);
  }

  private notAssumed(operation: Operation): Answer<never> {
    const remedy = "allow sts:AssumeRole to the caller, and name the caller in the role's trust policy";
    return this.ended(operation, `the role cannot be assumed; ${remedy}`, "the role can no longer be assumed", remedy);
  }

  /** A fault of all calls: it ends the audit with a sentence if no call has succeeded yet, and is the reason of a gap otherwise. */
  private ended(operation: Operation, sentence: string, reason: string, resolveWith: string): Answer<never> {
    if (this.succeeded === 0) throw new AccountError(sentence);
    return this.failed(operation, reason, resolveWith);
  }

  private failed(operation: Operation, reason: string, resolveWith: string): { readonly unseen: Unseen } {
    return this.note({ action: ACTIONS[operation].action, reason, resolveWith, denied: false });
  }

  /** A failed call is reported to everyone who makes it, in the next Region as well. */
  private again<T>(answer: Answer<T>): Answer<T> {
    return "unseen" in answer ? this.note({ ...answer.unseen }) : answer;
  }

  private note(unseen: Unseen): { readonly unseen: Unseen } {
    this.unseenActions.set(`${unseen.action} ${unseen.reason}`, unseen);
    return { unseen };
  }

  private async enter(): Promise<void> {
    if (this.running >= SIDE_BY_SIDE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
  }

  private leave(): void {
    this.running--;
    this.waiting.shift()?.();
  }
}

const SIGN_IN = "sign in again, and run it again";

/** Why the SDK found no credentials, from its message. */
function withoutCredentials(message: string): string {
  if (/\bSSO\b/i.test(message))
    return "the profile's SSO session has ended, or its SSO settings are not complete; run aws sso login --profile NAME";
  return /could not be found|not found|Could not (?:load|resolve) credentials/i.test(message)
    ? "no AWS credentials, or no such profile; sign in, or give --profile"
    : "the AWS credentials cannot be loaded; sign in, or give --profile";
}

/** The policy that decides, as AWS names it where it is not a policy of the caller. */
const DENIER =
  /(?:explicit deny in an?|because no) ((?:service control|resource control|resource-based|session|VPC endpoint) policy|permissions boundary)\b/;

/** Why a call is denied, and where it has to be allowed. */
function denial(action: string, message = ""): Pick<Unseen, "reason" | "resolveWith"> {
  const denier = DENIER.exec(message)?.[1];
  if (denier !== undefined) {
    return { reason: `a ${denier} does not allow ${action}`, resolveWith: `allow ${action} in the ${denier}` };
  }
  return {
    reason: `the account does not allow ${action}`,
    resolveWith: `allow ${action} (emr-encryption audit --policy prints the whole policy)`,
  };
}

function statusOf({ $metadata, $response }: AwsFault): number | undefined {
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

/** Whether an error means that there is nothing. EMR uses the same name for this and for other mistakes. */
function isAbsent({ name = "", message = "" }: AwsFault, absent: readonly string[]): boolean {
  if (!absent.includes(name)) return false;
  return name !== "InvalidRequestException" || /does not exist|is not valid|not found/i.test(message);
}

function error404(name: string, status: number | undefined): boolean {
  return status === 404 || /NotFound|NoSuch/.test(name);
}

/** Where the network requires a proxy, connections without one fail. */
function proxyHint(): string {
  const { HTTPS_PROXY, https_proxy: lowerCase = HTTPS_PROXY } = process.env;
  return lowerCase ? " (HTTPS_PROXY is set, and the AWS SDK for JavaScript does not use it)" : "";
}

/** Whether the answer does not come from the AWS API, such as a page of a proxy. */
function isForeign({ name = "", message = "" }: AwsFault): boolean {
  return (
    name === "ForeignAnswer" ||
    name === "SyntaxError" ||
    /Unexpected token|not valid JSON|Unable to parse|XML parse error/i.test(message)
  );
}

/** What happened, without text of the answer: it may be a page of HTML. */
function faultWords(fault: AwsFault): string {
  const { name = "", code, message = "" } = fault;
  const status = statusOf(fault);
  if (isForeign(fault)) return "the answer does not come from the AWS API";
  // The SDK wraps some network errors, and only the message still contains the code.
  const wrapped = message.replace("socket hang up", "ECONNRESET");
  const network = code ?? /\b(E[A-Z]{4,}|EAI_AGAIN)\b/.exec(`${name} ${wrapped}`)?.[1];
  if (network === "ENOTFOUND" || network === "EAI_AGAIN") {
    return `the endpoint cannot be resolved; check the Region${proxyHint()}`;
  }
  if (network === "ETIMEDOUT") return `no answer in time${proxyHint()}`;
  if (network !== undefined) return `the connection failed (${network})${proxyHint()}`;
  if (name === "TimeoutError" || name === "AbortError") return "no answer in time";
  if (/^Unknown/.test(name) && status !== undefined)
    return `the answer does not come from the AWS API (HTTP ${status})`;
  return `${name || "error"}${status === undefined ? "" : ` (HTTP ${status})`}`;
}
