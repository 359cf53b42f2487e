import { generateKeyPairSync } from "node:crypto";
import type { MakeKeyPair } from "../../certificates/development";

const pairs = {
  CA: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  leaf: generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

/** Two RSA key pairs, made once: keys are slow to make. */
export const sharedKeyPair: MakeKeyPair = (of) => pairs[of];
