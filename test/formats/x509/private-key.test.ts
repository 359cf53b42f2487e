import { readPem } from "../../../formats/pem/read";
import { readPrivateKey } from "../../../formats/x509/private-key";
import { der, ecKeys, integerDer, pem, rsaKeys } from "../../support/certificates";

const read = (text: string) => {
  const [block] = readPem(Buffer.from(text)).blocks;
  return block && readPrivateKey(block);
};

const numbers = (): { readonly [name: string]: bigint } => {
  const jwk = rsaKeys().privateKey.export({ format: "jwk" });
  const names = ["n", "e", "d", "p", "q", "dp", "dq", "qi"] as const;
  return Object.fromEntries(
    names.map((name) => [name, BigInt(`0x${Buffer.from(jwk[name] ?? "", "base64url").toString("hex")}`)]),
  );
};

/** PKCS#1 with one number replaced. */
function pkcs1(change: { readonly [name: string]: bigint } = {}): string {
  return pem("RSA PRIVATE KEY", der(0x30, ...[0n, ...Object.values({ ...numbers(), ...change })].map(integerDer)));
}

describe("a factor of the modulus", () => {
  test("is named by a sound RSA key, in PKCS#1 as in PKCS#8", () => {
    const { privateKey } = rsaKeys();
    expect(read(pkcs1())?.factored).toBe(true);
    expect(read(privateKey.export({ format: "pem", type: "pkcs8" }) as string)?.factored).toBe(true);
  });

  test.each<[string, (modulus: bigint) => bigint]>([
    ["1", () => 1n],
    ["the modulus itself", (modulus) => modulus],
    ["a number that does not divide it", () => 3n],
  ])("is not named by a key whose first prime is %s", (_, prime) => {
    expect(read(pkcs1({ p: prime(numbers().n ?? 0n) }))?.factored ?? false).toBe(false);
  });

  test("is not searched in other keys", () => {
    expect(read(ecKeys().privateKey.export({ format: "pem", type: "pkcs8" }) as string)?.factored).toBe(false);
  });
});
