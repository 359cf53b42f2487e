import crypto from "node:crypto";
import { rsaKeys } from "./certificates";

/** Until the tests of a file end, what creates RSA keys of 3072 bits takes two pairs in turn that are generated once in a test run. */
export function reuseRsaKeys(): void {
  const pairs = [rsaKeys(3072), rsaKeys(3072, 1)];
  const generate = crypto.generateKeyPairSync as (
    type: string,
    options: { readonly modulusLength?: number },
  ) => unknown;
  let next = 0;
  const spy = jest
    .spyOn(crypto, "generateKeyPairSync")
    .mockImplementation(((type, options) =>
      type === "rsa" && options.modulusLength === 3072
        ? pairs[next++ % pairs.length]
        : generate(type, options)) as typeof generate as typeof crypto.generateKeyPairSync);
  afterAll(() => spy.mockRestore());
}
