import { transformSync } from "@swc/core";
import type { TerraformStack } from "cdktf";
import * as constructs from "../../modules";

/** Runs what `convert` printed in a stack. */
export function applyPrinted(code: string, stack: TerraformStack): void {
  const body = transformSync(code.replace(/^import .*$/m, ""), { jsc: { parser: { syntax: "typescript" } } }).code;
  new Function(...Object.keys(constructs), body).apply(stack, Object.values(constructs));
}
