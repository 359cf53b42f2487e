/**
 * Adds the private keys of public repositories to the list that `bundle.published_key` asks: `npm run published-keys -- owner/name=FOLDER …`, each
 * FOLDER a checkout. What is written are SHA-256 of public halves and where the private half lies; no key is.
 */
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

/** The list, by SHA-256 of the subject public key info: `owner/name: path`. */
const list = resolve(__dirname, "../formats/x509/published-keys.json");

const largestFile = 1024 * 1024;
/** Go's own sources write TESTING KEY, so that scanners of secrets pass them by. */
const block = /-----BEGIN ((?:[A-Z]+ )*)(PRIVATE|TESTING) KEY-----([A-Za-z0-9+/=\s]+)-----END \1\2 KEY-----/g;

/** Kinds of keys that can stand in a certificate of a node. */
const kinds: ReadonlySet<string | undefined> = new Set(["rsa", "rsa-pss", "ec", "ed25519"]);

/** The SHA-256 of the public halves of the private keys that a text holds; what asks for a passphrase or is damaged is passed by. */
export function publicHashes(text: string): readonly string[] {
  return [...text.replaceAll("\\n", "\n").matchAll(block)].flatMap(([, kind = "", , body = ""]) => {
    const pem = `-----BEGIN ${kind}PRIVATE KEY-----\n${body.replace(/\s/g, "")}\n-----END ${kind}PRIVATE KEY-----\n`;
    try {
      const key = createPublicKey(createPrivateKey(pem));
      if (!kinds.has(key.asymmetricKeyType)) return [];
      const spki = key.export({ type: "spki", format: "der" });
      return [createHash("sha256").update(spki).digest("hex")];
    } catch {
      return [];
    }
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[\\/]\.git([\\/]|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= largestFile)
    .sort();
}

/** A file that is named by a hash tells no more than its folder. */
function named(path: string): string {
  return /^[0-9a-f]{32,}\.\w+$/.test(basename(path)) ? dirname(path) : path;
}

function add(keys: Map<string, string>, repository: string, folder: string): void {
  let added = 0;
  for (const file of filesIn(folder)) {
    for (const hash of publicHashes(readFileSync(file, "latin1"))) {
      if (keys.has(hash)) continue;
      keys.set(hash, `${repository}: ${named(relative(folder, file))}`);
      added++;
    }
  }
  console.log(`${repository}: ${added} keys more`);
}

function main(args: readonly string[]): void {
  const pairs = args.map((arg) => /^([\w.-]+\/[\w.-]+)=(.+)$/.exec(arg));
  const wrong = args[pairs.indexOf(null)];
  if (wrong !== undefined || args.length === 0) {
    console.error(`'${wrong ?? ""}': need owner/name=FOLDER, the folder a checkout of that repository`);
    process.exitCode = 2;
    return;
  }
  const keys = new Map<string, string>(Object.entries(JSON.parse(readFileSync(list, "utf8"))));
  for (const pair of pairs) add(keys, pair?.[1] ?? "", pair?.[2] ?? "");
  const sorted = [...keys].sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(list, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  console.log(`${sorted.length} keys in all`);
}

if (require.main === module) main(process.argv.slice(2));
