import { gzipSync } from "node:zlib";
import { UsageError } from "../../../linter/errors";
import { readPolicy } from "../../../linter/rules/catalogue";
import { policyWasm } from "../../../linter/rules/wasm-bundle";

/** A gzipped tar of files, with what a reader of tar needs. */
function tar(...files: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const blocks = files.flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, "latin1");
    header.write(bytes.length.toString(8).padStart(11, "0"), 124, "latin1");
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const wasm = readPolicy();
/** A tar in which the file after each header would begin with that header again. */
const negativeSizes = gzipSync(Buffer.from(`${"x".padEnd(124, "\0")}-00000001000`.padEnd(1024, "\0"), "latin1"));
const isPolicy = (bytes: Uint8Array) => Buffer.from(policyWasm(bytes, "b")).equals(wasm);

test("a bundle gives its policy.wasm, wherever it is", () => {
  expect(isPolicy(tar(["/data.json", Buffer.from("{}")], ["/policy.wasm", wasm]))).toBe(true);
  expect(isPolicy(tar(["policy.wasm", wasm], ["/x.rego", Buffer.alloc(700)]))).toBe(true);
});

test("a policy.wasm alone is used as it is", () => {
  expect(isPolicy(wasm)).toBe(true);
});

test.each([
  ["nothing", new Uint8Array(), "contains no policy compiled by OPA"],
  ["WASM that OPA did not make", new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]), "contains no policy compiled by OPA"],
  ["Rego", Buffer.from("package lint"), "contains no policy compiled by OPA"],
  ["a bundle of Rego alone", tar(["/lint.rego", Buffer.from("package lint")]), "contains no policy.wasm"],
  [
    "a bundle whose policy.wasm is cut short",
    tar(["/policy.wasm", wasm.subarray(0, 3)]),
    "contains no policy compiled by OPA",
  ],
  [
    "WASM with memory of its own, to which no limit applies",
    Buffer.concat([wasm, Buffer.from([5, 3, 1, 0, 1])]),
    "contains no policy compiled by OPA",
  ],
  ["a bundle whose files have a negative size", negativeSizes, "contains no policy.wasm"],
  ["a truncated bundle", tar(["/policy.wasm", wasm]).subarray(0, 400), "cannot be unpacked"],
])("%s is not a policy, and the message names the file", (_, bytes, why) => {
  expect(() => policyWasm(bytes, "rules.tar.gz")).toThrow(UsageError);
  expect(() => policyWasm(bytes, "rules.tar.gz")).toThrow(`rules.tar.gz ${why}`);
});
