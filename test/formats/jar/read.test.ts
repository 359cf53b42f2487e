import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { readClassFile } from "../../../formats/jar/class-file";
import { descendsFrom, JAR_LIMITS, type Jar, readJar } from "../../../formats/jar/read";

/** Made by `javac --release 8` and `jar` from the sources beside it. */
const bytes = readFileSync(join(__dirname, "../../fixtures/jars/providers.jar"));
const s3 = "com.amazonaws.services.s3.model.EncryptionMaterialsProvider";
const disk = "com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider";
const outside = new Map([
  [s3, []],
  [disk, []],
  ["org.apache.hadoop.conf.Configurable", []],
]);

function jarOf(content: Uint8Array): Jar {
  const jar = readJar(content);
  if ("problem" in jar) throw new Error(jar.problem);
  return jar;
}

const withEntries = (entries: { readonly [name: string]: string | Uint8Array }): Jar =>
  jarOf(
    zipSync(
      Object.fromEntries(
        Object.entries(entries).map(([name, value]) => [name, typeof value === "string" ? strToU8(value) : value]),
      ),
    ),
  );

describe("readJar", () => {
  const jar = jarOf(bytes);

  test("lists the classes that javac made, by their Java names", () => {
    expect([...jar.classes].sort()).toEqual(
      ["Base", "Derived", "DiskKeys", "Plain", "S3Keys", "Tls"].map((name) => `com.example.${name}`),
    );
    expect(jar.materials()).toEqual([]);
    expect(jar.sdkVersion).toBeUndefined();
  });

  test("reads superclass and interfaces past wide constants, and what is abstract", () => {
    expect(jar.classFile("com.example.S3Keys")).toEqual({
      name: "com.example.S3Keys",
      superclass: "com.example.Base",
      interfaces: ["org.apache.hadoop.conf.Configurable"],
      isAbstract: false,
      kind: "class",
      constructorAccess: "public",
      java: 8,
    });
    expect(jar.classFile("com.example.Base")).toMatchObject({ interfaces: [s3], isAbstract: true });
    expect(jar.classFile("com.example.Nothing")).toBeUndefined();
  });

  test.each([
    ["com.example.S3Keys", s3, true],
    ["com.example.S3Keys", disk, false],
    ["com.example.DiskKeys", disk, true],
    ["com.example.DiskKeys", s3, false],
    ["com.example.Plain", s3, false],
    ["com.example.Derived", s3, { outside: "org.other.Base" }],
  ])("%s as %s: %j", (name, type, descent) => {
    expect(descendsFrom(jar, name, type, outside)).toEqual(descent);
  });

  test("a class that is its own ancestor is visited once", () => {
    const looped: Jar = {
      classes: [],
      materials: () => [],
      signatureProblem: () => undefined,
      classFile: (name) => ({
        name,
        superclass: name === "a" ? "b" : "a",
        interfaces: [],
        isAbstract: false,
        kind: "class",
        java: 8,
      }),
    };
    expect(descendsFrom(looped, "a", "c")).toBe(false);
  });

  test("finds private keys, keystores and keys in properties, and names no more than their entries", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const found = withEntries({
      "keys/private.pem": privateKey.export({ format: "pem", type: "pkcs8" }),
      "keys/public.pem": publicKey.export({ format: "pem", type: "spki" }),
      "keys/private.der": privateKey.export({ format: "der", type: "pkcs8" }),
      "keys/public.der": publicKey.export({ format: "der", type: "spki" }),
      "emr.jks": "anything",
      "a.properties": "region=us-east-1\naes.key = 3q2+796tvu/erb7v3q2+7w==\n",
      "b.json": '{\n  "masterKey": "00112233445566778899aabbccddeeff"\n}',
      "c.properties": "kms.key=alias/emr\nsecret.key.name=emr/prod\n",
      "META-INF/maven/x/pom.properties": "private.key=AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    });
    expect(found.materials()).toEqual(["keys/private.pem", "keys/private.der", "emr.jks", "a.properties", "b.json"]);
  });

  test("finds the version of the AWS SDK that it bundles", () => {
    const name = "META-INF/maven/com.amazonaws/aws-java-sdk-core/pom.properties";
    expect(withEntries({ [name]: "groupId=com.amazonaws\nversion=1.10.77\n" }).sdkVersion).toBe("1.10.77");
  });

  test("reads a JAR that a shell script precedes, as Spring Boot makes them", () => {
    const executable = jarOf(Buffer.concat([Buffer.from("#!/bin/sh\nexec java -jar $0\n"), bytes]));
    expect(executable.classFile("com.example.S3Keys")).toEqual(jar.classFile("com.example.S3Keys"));
  });

  test("finds a key before white space of any length, and none before other text", () => {
    const key = `secret.key=${"A".repeat(32)}`;
    const found = withEntries({ "a.properties": `${key}${" ".repeat(100)},\t\r\n`, "b.properties": `${key}   x\n` });
    expect(found.materials()).toEqual(["a.properties"]);
  });

  test("class files are read up to a limit, each once", () => {
    const large = Buffer.concat([
      unzipSync(bytes)["com/example/Base.class"] as Uint8Array,
      Buffer.alloc(JAR_LIMITS.entryBytes - 1_000),
    ]);
    const names = Array.from({ length: 6 }, (_, index) => `C${index}`);
    const many = withEntries(Object.fromEntries(names.map((name) => [`${name}.class`, large])));
    const read = () => names.filter((name) => many.classFile(name) !== undefined);
    expect(read()).toEqual(names.slice(0, 4));
    expect(read()).toEqual(names.slice(0, 4));
  });

  test.each([
    ["nothing", new Uint8Array()],
    ["a text", strToU8("no jar")],
    ["a JAR that was cut off", bytes.subarray(0, bytes.length - 30)],
  ])("reports why %s cannot be read", (_, content) => {
    expect(readJar(content)).toEqual({ problem: expect.stringMatching(/^it is not a JAR: /) });
  });

  test("does not inflate an entry beyond the limit, nor one with a false size", () => {
    const name = "com/example/Bomb.class";
    const bomb = zipSync({ [name]: new Uint8Array(JAR_LIMITS.entryBytes + 1) }, { level: 9 });
    expect(jarOf(bomb).classFile("com.example.Bomb")).toBeUndefined();
    const view = Buffer.from(bomb);
    for (let at = 0; at < view.length - 4; at++) {
      if (view.readUInt32LE(at) === JAR_LIMITS.entryBytes + 1) view.writeUInt32LE(64, at);
    }
    expect(jarOf(view).classFile("com.example.Bomb")).toBeUndefined();
  });

  test("never throws, however the bytes of a JAR or class are changed", () => {
    const [[, classBytes] = ["", new Uint8Array()]] = Object.entries(unzipSync(bytes)).filter(([name]) =>
      name.endsWith(".class"),
    );
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(edits, fc.nat(), (changes, cut) => {
        for (const original of [bytes, classBytes]) {
          const copy = Buffer.from(original).subarray(0, 1 + (cut % original.length));
          for (const [at, value] of changes) copy[at % copy.length] = value;
          readClassFile(copy);
          const jar = readJar(copy);
          if (!("problem" in jar)) for (const name of jar.classes) jar.classFile(name);
        }
      }),
      { numRuns: 200 },
    );
  });
});
