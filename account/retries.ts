/**
 * How often a call is repeated, by the SDK's kind of error. Throttled calls are repeated for more than a minute in total, failed
 * connections for a shorter time, and refused calls not at all.
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

/**
 * Exponential backoff with jitter: each wait is a random part, between a half and all, of the doubled one, so that concurrent calls are not
 * repeated at the same moment.
 */
export function retryDelay(count: number, chance: number): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - 1));
  return Math.round(wait * (0.5 + chance / 2));
}

/** Retries of calls, in the form that clients of the AWS SDK accept. */
export const RETRIES = {
  mode: "standard",
  async acquireInitialRetryToken(): Promise<RetryToken> {
    return token(0, 0);
  },
  /** Rejects if the call is not repeated; the SDK then throws the last error. */
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
