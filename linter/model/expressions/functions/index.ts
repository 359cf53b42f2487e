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
  const functions = withFunction(plain);
  const own = plain.replace(/^provider::aws::/, "");
  return Object.hasOwn(functions, own) ? functions[own]?.(args, context) : undefined;
}

/** Few configurations calculate with networks or call functions of a provider, so those are loaded when they are called. */
function withFunction(name: string): Functions {
  if (name.startsWith("cidr")) return (require("./network") as typeof import("./network")).NETWORK;
  return name.startsWith("provider::aws::") ? (require("./aws") as typeof import("./aws")).AWS : FUNCTIONS;
}
