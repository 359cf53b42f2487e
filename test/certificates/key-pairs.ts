import type { MakeKeyPair } from "../../certificates/development";
import { rsaKeys } from "../support/certificates";

const pairs = { CA: rsaKeys(2048, 11), leaf: rsaKeys(2048, 12) };

/** Two RSA key pairs, generated once in a test run. */
export const sharedKeyPair: MakeKeyPair = (of) => pairs[of];
