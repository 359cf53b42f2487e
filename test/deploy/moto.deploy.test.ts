import { type Moto, startMoto } from "./moto";

describe("moto, when a client lost an answer", () => {
  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto();
  });

  afterAll(() => moto?.stop());

  /** Creates a security configuration as an AWS SDK does: each attempt at one call has the same invocation id. */
  async function create(invocation: string): Promise<number> {
    const { status } = await fetch(moto.url, {
      method: "POST",
      headers: {
        "amz-sdk-invocation-id": invocation,
        "X-Amz-Target": "ElasticMapReduce.CreateSecurityConfiguration",
        "Content-Type": "application/x-amz-json-1.1",
        Authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/elasticmapreduce/aws4_request, SignedHeaders=host, Signature=0",
      },
      body: JSON.stringify({ Name: "emr", SecurityConfiguration: "{}" }),
    });
    return status;
  }

  test("a repeated request gets the first answer, and another request for the same name is refused", async () => {
    expect([await create("first"), await create("first"), await create("second")]).toEqual([200, 200, 400]);
  });
});
