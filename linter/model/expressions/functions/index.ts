import type { Symbolic } from "../../values/symbolic";
import type { Result } from "../result";
import { COLLECTIONS } from "./collections";
import { ENCODING } from "./encoding";
import { FILES } from "./files";
import type { FunctionContext, Functions } from "./function";
import { NUMBERS } from "./numbers";
import { TEXT } from "./text";

export type { FunctionContext } from "./function";

const FUNCTIONS: Functions = { ...TEXT, ...NUMBERS, ...COLLECTIONS, ...ENCODING, ...FILES };

/** Calls a function with its arguments as far as they are known; undefined if they do not decide the result, or the function is not known. */
export function call(name: string, args: readonly Symbolic[], context: FunctionContext): Result {
  const plain = name.replace(/^core::/, "");
  // Few configurations calculate with networks.
  if (plain.startsWith("cidr")) return network()[plain]?.(args, context);
  return Object.hasOwn(FUNCTIONS, plain) ? FUNCTIONS[plain]?.(args, context) : undefined;
}

function network(): Functions {
  return (require("./network") as typeof import("./network")).NETWORK;
}
