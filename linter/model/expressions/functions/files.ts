import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { isRecord, type Symbolic, Template } from "../../values/symbolic";
import { notFollowed } from "../../values/unknowns";
import { asText, FAILED, type FileContent, type Result } from "../result";
import { type FunctionContext, type Functions, notRead, ofTexts, type SymbolicFunction } from "./function";

/** Functions of paths, and of the files that the configuration names. */
export const FILES: Functions = {
  abspath: ofTexts([1, 1], (path) =>
    path.startsWith("/") ? posix.normalize(path).replace(/(.)\/$/, "$1") : undefined,
  ),
  basename: ofTexts([1, 1], (path) => (path === "" ? "." : path.split("/").findLast((part) => part !== "") || "/")),
  dirname: ofTexts([1, 1], (path) =>
    posix.normalize(path.slice(0, path.lastIndexOf("/") + 1) || ".").replace(/(.)\/$/, "$1"),
  ),
  fileexists: ([path], context) => {
    const name = asText(path);
    if (typeof name !== "string") return name;
    const read = context.files.read(name);
    return read === FAILED || read instanceof Uint8Array ? read !== FAILED : notRead(read, context);
  },
  // Few configurations look for their files.
  fileset: (args, context) => (require("./fileset") as typeof import("./fileset")).fileSet(args, context),
  file: (args, context) => withFile(args, context, (bytes) => textOf(bytes)),
  filebase64: (args, context) => withFile(args, context, (bytes) => Buffer.from(bytes).toString("base64")),
  ...Object.fromEntries(
    [
      ["filebase64sha256", "sha256", "base64"],
      ["filebase64sha512", "sha512", "base64"],
      ["filemd5", "md5", "hex"],
      ["filesha1", "sha1", "hex"],
      ["filesha256", "sha256", "hex"],
      ["filesha512", "sha512", "hex"],
    ].map(([name = "", algorithm = "", encoding]) => [name, hashOfFile(name, algorithm, encoding as "hex" | "base64")]),
  ),
  pathexpand: ofTexts([1, 1], (path) => (path.startsWith("~") ? undefined : path)),
  templatefile: ([path = null, names], context) =>
    withFile([path], context, (bytes) =>
      renderOnce(String(path), context, () => rendered(textOf(bytes), names, context)),
    ),
  templatestring: ([text, names], context) => rendered(asText(text), names, context),
};

function withFile(args: readonly Symbolic[], context: FunctionContext, apply: (bytes: Uint8Array) => Result): Result {
  const read = fileOf(args, context);
  if (read === undefined || read === FAILED) return read;
  if (read instanceof Uint8Array) {
    const limit = context.budget.takeCharacters(read.length);
    return limit === undefined ? apply(read) : notFollowed(limit);
  }
  return notRead(read, context);
}

function fileOf([path]: readonly Symbolic[], context: FunctionContext): FileContent | undefined {
  const name = asText(path);
  return name === FAILED || name === undefined ? name : context.files.read(name);
}

function textOf(bytes: Uint8Array): Result {
  return isUtf8(bytes) ? Buffer.from(bytes).toString("utf8") : FAILED;
}

/** The hash of a file that is not read is still a text, which is all that rules need to know. */
function hashOfFile(name: string, algorithm: string, encoding: "hex" | "base64"): SymbolicFunction {
  return (args, context) => {
    const read = fileOf(args, context);
    if (read === FAILED) return FAILED;
    if (!(read instanceof Uint8Array) || context.budget.takeCharacters(read.length) !== undefined) {
      return new Template([notFollowed(`${name}(…)`)]);
    }
    return createHash(algorithm).update(read).digest(encoding);
  };
}

function rendered(text: Result, names: Symbolic | undefined, context: FunctionContext): Result {
  if (typeof text !== "string") return text;
  if (isRecord(names)) return context.render(text, names);
  return names === undefined || typeof names === "object" ? undefined : FAILED;
}

/** OpenTofu follows templates within templates, but none that lead back to themselves. */
function renderOnce(file: string, { rendering }: FunctionContext, render: () => Result): Result {
  if (rendering.has(file)) return FAILED;
  rendering.add(file);
  try {
    return render();
  } finally {
    rendering.delete(file);
  }
}
