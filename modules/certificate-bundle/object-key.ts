import { Token } from "cdktf";

const keyLimit = 1024;

/** @throws Error for a key that S3 or Terraform would change or refuse, or whose name EMR refuses */
export function checkObjectKey(path: string, key: string, extension: ".zip" | ".jar"): void {
  const problem = Token.isUnresolved(key) ? undefined : problemOf(key, extension);
  if (problem !== undefined) throw new Error(`${path}: objectKey ${problem}`);
}

function problemOf(key: string, extension: string): string | undefined {
  // Terraform stores "/a//b" as "a/b", but the document would name "/a//b".
  if (key.startsWith("/") || key.includes("//"))
    return `is '${key}'; leave out the first '/' and double '//', which Terraform drops from the object's key`;
  if (key.split("/").some((segment) => /^\.\.?$/.test(segment)))
    return `is '${key}'; leave out '.' and '..', which clients of S3 resolve like folders`;
  const bytes = Buffer.byteLength(key);
  if (bytes > keyLimit) return `has ${bytes} bytes, S3 accepts ${keyLimit}; write a shorter one`;
  return key.endsWith(extension) ? undefined : `is '${key}'; EMR requires a name that ends in ${extension}`;
}
