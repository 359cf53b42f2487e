import { readClassFile } from "../../../formats/jar/class-file";
import { providerProblem, providerTypes } from "../../../formats/jar/provider";
import { classFile, jarOf } from "./jars";

const { s3, localDisk, tls } = providerTypes;

describe("readClassFile", () => {
  test("reads name, superclass and interfaces after a constant that takes two entries", () => {
    expect(readClassFile(classFile("a.B", { extending: "a.C", implementing: ["a.D", "e.F"] }))).toEqual({
      name: "a.B",
      superclass: "a.C",
      interfaces: ["a.D", "e.F"],
      isAbstract: false,
      kind: "class",
      constructorAccess: "public",
      java: 8,
    });
  });

  test.each([
    ["nothing", new Uint8Array()],
    ["text", Buffer.from("PK no class at all")],
    ["a class cut off in its constants", classFile("a.B").slice(0, 20)],
    ["a class cut off before its interfaces", classFile("a.B", { implementing: ["c.D"] }).slice(0, -19)],
    ["a constant that no JVM knows", Uint8Array.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 2, 99])],
  ])("%s is not a class file", (_title, bytes) => {
    expect(readClassFile(bytes)).toBeUndefined();
  });
});

describe("providerProblem", () => {
  const jar = jarOf({
    "example.ObjectKeys": { implementing: [s3, "org.apache.hadoop.conf.Configurable"] },
    "example.DiskKeys": { extending: localDisk },
    "example.Certificates": { extending: tls },
    "example.Base": { implementing: ["example.KeySource"], abstract: true },
    "example.KeySource": { implementing: [s3], abstract: true },
    "example.Derived": { extending: "example.Base" },
    "example.FromElsewhere": { extending: "vendor.Keys" },
    "example.Plain": {},
    "example.WithArgument": { implementing: [s3], takes: "(Ljava/lang/String;)V" },
  });

  test.each([
    ["implements S3's interface", "example.ObjectKeys", "s3"],
    ["extends EMR's class for local disks", "example.DiskKeys", "localDisk"],
    ["extends EMR's class for certificates", "example.Certificates", "tls"],
    ["inherits the type by a class and an interface of the JAR", "example.Derived", "s3"],
    ["extends a class that is not in the JAR, so nobody here can tell", "example.FromElsewhere", "s3"],
  ] as const)("a class that %s", (_title, name, place) => {
    expect(providerProblem(jar, name, place)).toBeUndefined();
  });

  test.each([
    [
      "the class is for local disks, not for S3",
      "example.DiskKeys",
      "s3",
      `class example.DiskKeys is not a ${s3}; extend or implement it`,
    ],
    [
      "the class is for S3, not for local disks",
      "example.ObjectKeys",
      "localDisk",
      `class example.ObjectKeys is not a ${localDisk}; extend or implement it`,
    ],
    [
      "the class is no provider at all",
      "example.Plain",
      "tls",
      `class example.Plain is not a ${tls}; extend or implement it`,
    ],
    [
      "its constructor takes an argument",
      "example.WithArgument",
      "s3",
      "EMR cannot instantiate class example.WithArgument: it has no constructor without arguments; name a class with a public constructor without arguments",
    ],
    [
      "the class is abstract",
      "example.Base",
      "s3",
      "EMR cannot instantiate class example.Base: it is abstract; name a class with a public constructor without arguments",
    ],
    [
      "the package is another",
      "com.example.DiskKeys",
      "localDisk",
      "class com.example.DiskKeys is not in the JAR; write example.DiskKeys",
    ],
    [
      "nothing of the name is there",
      "com.example.Missing",
      "tls",
      "class com.example.Missing is not in the JAR; write example.Certificates",
    ],
  ] as const)("fails when %s", (_title, name, place, problem) => {
    expect(providerProblem(jar, name, place)).toBe(problem);
  });

  test("fails when the JAR is not a zip", () => {
    expect(providerProblem(Buffer.from("not a zip"), "a.B", "s3")).toBe(
      "the JAR cannot be read: it is not a zip, or it is damaged; give the file that the build created",
    );
  });

  test("a class that is its own ancestor ends the search", () => {
    const loop = jarOf({ "a.A": { extending: "a.B" }, "a.B": { extending: "a.A" } });
    expect(providerProblem(loop, "a.A", "s3")).toBe(`class a.A is not a ${s3}; extend or implement it`);
  });
});
