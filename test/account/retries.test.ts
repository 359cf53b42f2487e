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

test("a minute of throttling is waited for, whatever chance makes of the waits", async () => {
  jest.spyOn(Math, "random").mockReturnValue(0);
  expect(await waitsOf("THROTTLING")).toBeGreaterThan(60_000);
  jest.restoreAllMocks();
});

test("what fails otherwise is given up after a few seconds", async () => {
  jest.spyOn(Math, "random").mockReturnValue(1);
  expect(await waitsOf("TRANSIENT")).toBeLessThan(10_000);
  jest.restoreAllMocks();
});

test("what AWS refuses is not asked again", async () => {
  expect(await waitsOf("CLIENT_ERROR")).toBe(0);
});

test("waits grow up to a limit, by chance between half and whole", () => {
  expect([1, 2, 3, 10].map((count) => retryDelay(count, 1))).toEqual([500, 1_000, 2_000, 20_000]);
  expect(retryDelay(10, 0)).toBe(10_000);
});
