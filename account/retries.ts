/**
 * How often a call is repeated, by the SDK's kind of error: while AWS throttles it, the waits add up to more than a minute; a network that fails or does not answer
 * is given up sooner. What AWS refuses is final.
 */
const MOST_RETRIES: { readonly [errorType: string]: number } = { THROTTLING: 12, TRANSIENT: 4, SERVER_ERROR: 4 };

const FIRST_WAIT = 500;
const LONGEST_WAIT = 20_000;

/** A call's retries so far, as the AWS SDK asks for them. */
interface RetryToken {
  getRetryCount(): number;
  /** In milliseconds. */
  getRetryDelay(): number;
}

function token(count: number, delay: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}

/** Waits double from call to call, by chance between half and whole, so that calls side by side do not come back together. */
export function retryDelay(count: number, chance: number): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - 1));
  return Math.round(wait * (0.5 + chance / 2));
}

/** Retries of calls, in the form that clients of the AWS SDK take. */
export const RETRIES = {
  mode: "standard",
  async acquireInitialRetryToken(): Promise<RetryToken> {
    return token(0, 0);
  },
  /** Rejects where the call is given up; the SDK then throws what AWS answered. */
  async refreshRetryTokenForRetry(
    before: RetryToken,
    { errorType }: { readonly errorType: string },
  ): Promise<RetryToken> {
    const count = before.getRetryCount() + 1;
    if (count > (MOST_RETRIES[errorType] ?? 0)) throw new Error("no more retries");
    return token(count, retryDelay(count, Math.random()));
  },
  recordSuccess(): void {},
};
