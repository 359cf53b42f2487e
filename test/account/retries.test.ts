import { RETRIES, retryDelay } from "../../account/retries";

async function waitsOf(errorType: string): Promise<number> {
  let waited = 0;
  let token = await RETRIES.acquireInitialRetryToken();
  for (;;) {
    try {
      token = await RETRIES.refreshRetryTokenForRetry(token, { errorType });
    } catch {
      return waited;
    }
    waited += token.getRetryDelay();
  }
}

test("throttled calls are repeated for a minute, whatever the random waits", async () => {
  jest.spyOn(Math, "random").mockReturnValue(0);
  expect(await waitsOf("THROTTLING")).toBeGreaterThan(60_000);
  jest.restoreAllMocks();
});

test("other failures are given up after a few seconds", async () => {
  jest.spyOn(Math, "random").mockReturnValue(1);
  expect(await waitsOf("TRANSIENT")).toBeLessThan(10_000);
  jest.restoreAllMocks();
});

test("a call that AWS refuses is not repeated", async () => {
  expect(await waitsOf("CLIENT_ERROR")).toBe(0);
});

test("waits grow up to a limit, each random between half and all of it", () => {
  expect([1, 2, 3, 10].map((count) => retryDelay(count, 1))).toEqual([500, 1_000, 2_000, 20_000]);
  expect(retryDelay(10, 0)).toBe(10_000);
});
