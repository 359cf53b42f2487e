import { scanBodies } from "./scan";
import { jsonValue } from "./value";

/**
 * Sources of the modules that a file calls, without what its other expressions are.
 *
 * @throws HclFault where the file is not HCL
 */
export function calledSources(text: string): readonly string[] {
  return scanBodies(text).blocks.flatMap(({ type, body }) => {
    const source = type === "module" ? body.arguments.find(({ name }) => name === "source") : undefined;
    const value = source && jsonValue(text, source.value);
    return typeof value === "string" ? [value] : [];
  });
}
