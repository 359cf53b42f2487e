import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "./cases";

/** A Java on this machine. */
export interface Jdk {
  readonly java: string;
  readonly version: number;
}

/** Folders of Java in Linux distributions. */
const shelf = "/usr/lib/jvm";

/** Every Java: the one of the path, `JAVA_HOME`, and those the distribution installed; each version once. */
export function jdks(): readonly Jdk[] {
  const shelved = existsSync(shelf) ? readdirSync(shelf).map((name) => join(shelf, name, "bin/java")) : [];
  const home = process.env.JAVA_HOME === undefined ? [] : [join(process.env.JAVA_HOME, "bin/java")];
  const found = [...home, ...shelved].filter((java) => existsSync(java)).map((java) => realpathSync(java));
  const each = ["java", ...new Set(found)].map((java) => ({ java, version: version(java) }));
  return [...new Map(each.map((jdk) => [jdk.version, jdk])).values()].sort((one, other) => one.version - other.version);
}

/** Java's verdict on bundles, by name: each is written into its own folder and read by `Handshake.java`. */
export function verdicts(
  { java }: Jdk,
  bundles: { readonly [name: string]: { readonly [file: string]: string } },
  hosts: readonly string[],
): ReadonlyMap<string, { readonly verdict: Verdict; readonly told: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "java-"));
  const names = Object.keys(bundles);
  for (const [index, files] of Object.values(bundles).entries()) {
    mkdirSync(join(folder, `${index}`));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, `${index}`, name), content);
  }
  const output = execFileSync(java, ["-cp", compiled(), "Handshake", folder, ...hosts], { encoding: "utf8" });
  const lines = output
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  return new Map(
    names.map((name, index) => {
      const told = lines
        .filter(([of]) => of === `${index}`)
        .map(([, question = "", answer = ""]) => [question, answer] as const);
      return [name, { verdict: summary(new Map(told), hosts), told: told.map((pair) => pair.join(": ")) }];
    }),
  );
}

/** A TLS server in Java on a free port of 127.0.0.1, with a bundle loaded as nodes load it. */
export async function tlsServer(
  { java }: Jdk,
  files: { readonly [file: string]: string },
  { protocols, mutual = false }: { readonly protocols: readonly string[]; readonly mutual?: boolean },
): Promise<{ readonly port: number; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "java-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const args = ["-cp", compiled(), "TlsServer", folder, `${mutual}`, ...protocols];
  const server = spawn(java, args, { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<number>((resolve, reject) => {
    server.stdout.once("data", (chunk) => resolve(Number(String(chunk))));
    server.once("exit", (code) => reject(new Error(`the TLS server in Java ended with ${code}`)));
  });
  return { port, stop: () => void server.kill() };
}

function summary(answers: ReadonlyMap<string, string>, hosts: readonly string[]): Verdict {
  if (answers.get("load") !== "ok") return "no load";
  const refused = [...answers].filter(([, answer]) => answer !== "ok").map(([question]) => question);
  if (refused.length === 0) return "yes";
  if (refused.length === 1 && refused[0] === "PKCS12") return "no PKCS12";
  const shakes = [...answers.keys()].filter((question) => question.includes(" TLSv1."));
  const failed = (which: (question: string) => boolean) =>
    shakes.every((question) => refused.includes(question) === which(question));
  if (failed(() => true)) return "no handshake";
  if (failed((question) => question.endsWith(" mutual"))) return "no mutual handshake";
  if (failed((question) => question.startsWith(hosts[1] ?? ""))) return "no handshake with the second host";
  if (failed((question) => question.includes("TLSv1.3"))) return "no handshake with TLS 1.3";
  throw new Error(`Java refuses some handshakes only: ${refused.join(", ")}`);
}

let classes: string | undefined;

/** Compiled once, for Java 8 and later. */
function compiled(): string {
  if (classes === undefined) {
    classes = mkdtempSync(join(tmpdir(), "classes-"));
    execFileSync("javac", [
      "--release",
      "8",
      "-Xlint:-options",
      "-d",
      classes,
      join(__dirname, "Handshake.java"),
      join(__dirname, "TlsServer.java"),
    ]);
  }
  return classes;
}

function version(java: string): number {
  const { stderr, error } = spawnSync(java, ["-version"], { encoding: "utf8" });
  if (error) throw error;
  const [, major, minor] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
  return Number(major === "1" ? minor : major);
}
