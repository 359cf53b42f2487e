import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { classFile } from "../../formats/jar/jars";
import { type Lake, reported } from "./lake";

const jars = join(__dirname, "../../fixtures/jars");

/** Findings about a class of a JAR that encrypts objects in S3. */
function provided(className: string, jar: string, change: (lake: Lake) => void = () => {}) {
  const { findings, notEvaluated } = reported(
    (lake) => {
      lake.files = { "provider.jar": readFileSync(join(jars, jar)) };
      const { EncryptionConfiguration: encryption } = lake.document;
      encryption.EnableInTransitEncryption = false;
      delete encryption.InTransitEncryptionConfiguration;
      encryption.AtRestEncryptionConfiguration.S3EncryptionConfiguration = {
        EncryptionMode: "CSE-Custom",
        S3Object: "s3://${aws_s3_bucket.store.bucket}/${aws_s3_object.bundle.key}",
        EncryptionKeyProviderClass: className,
      };
      Object.assign(lake.resource.aws_s3_object?.bundle, { key: "provider.jar", source: "provider.jar" });
      change(lake);
    },
    { rules: ["provider.*"] },
  );
  return {
    found: findings.map(({ severity, rule, variant }) => [severity, rule, variant].filter(Boolean).join(" ")),
    messages: findings.map(({ message }) => message),
    open: notEvaluated.map(({ rule }) => rule),
    notEvaluated,
  };
}

const cluster = ({ resource }: Lake) => resource.aws_emr_cluster?.main;

describe("classes that javac made", () => {
  test.each(["Good", "Outer$Nested"])("%s can be constructed", (name) => {
    expect(provided(`com.example.${name}`, "constructors.jar").found).toEqual([]);
  });

  test.each([
    ["Needs", "it has no constructor without arguments"],
    ["Outer$Inner", "it has no constructor without arguments"],
    ["Choice", "it is an enum"],
    ["Contract", "it is an interface"],
  ])("%s cannot: %s", (name, because) => {
    const { found, messages } = provided(`com.example.${name}`, "constructors.jar");
    expect(found).toEqual(["error provider.not_constructible"]);
    expect(messages).toEqual([`EMR cannot instantiate com.example.${name}: ${because}`]);
  });

  test.each([
    ["a private constructor", "Hidden"],
    ["a public constructor of a class that is not public", "Unseen"],
  ])("%s depends on the loader", (_, name) => {
    expect(provided(`com.example.${name}`, "constructors.jar").found).toEqual([
      "warning provider.not_constructible hidden",
    ]);
  });

  test("a nested class is separated by a dollar sign", () => {
    expect(provided("com.example.Outer.Nested", "constructors.jar").messages).toEqual([
      expect.stringContaining("does not contain the class com.example.Outer.Nested, but com.example.Outer$Nested"),
    ]);
  });
});

describe("how the JAR is built", () => {
  const built = (change: (entries: { [name: string]: Uint8Array }) => void, label = "emr-7.5.0", name = "Good") =>
    provided(`com.example.${name}`, "constructors.jar", (lake) => {
      const entries = unzipSync(readFileSync(join(jars, "constructors.jar")));
      change(entries);
      lake.files["provider.jar"] = zipSync(entries);
      cluster(lake).release_label = label;
    });
  const good = "com/example/Good.class";
  const java17 = unzipSync(readFileSync(join(jars, "java17.jar")))[good] as Uint8Array;
  const signed = unzipSync(readFileSync(join(jars, "signed.jar")));
  const onlyForJava17 = (manifest: string) => (entries: { [name: string]: Uint8Array }) => {
    delete entries[good];
    entries[`META-INF/versions/17/${good}`] = java17;
    entries["META-INF/MANIFEST.MF"] = strToU8(manifest);
  };

  test("a multi-release JAR has a class for newer versions of Java only", () => {
    const manifest = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n";
    expect(built(onlyForJava17(manifest)).found).toEqual([]);
    expect(built(onlyForJava17(manifest), "emr-6.15.0").found).toEqual(["error provider.java_too_new"]);
    expect(built(onlyForJava17("Manifest-Version: 1.0\r\n\r\n")).found).toEqual(["error provider.class_not_in_jar"]);
  });

  test("every supertype in the JAR has to be old enough", () => {
    const java17Interface = (entries: { [name: string]: Uint8Array }) => {
      const path = "com/example/Contract.class";
      const copy = Uint8Array.from(entries[path] as Uint8Array);
      copy[7] = 61;
      entries[path] = copy;
      entries[good] = classFile("com.example.Good", { implementing: ["com.example.Contract"] });
    };
    expect(built(java17Interface, "emr-6.15.0").found).toContain("error provider.java_too_new");
    expect(built(java17Interface, "emr-7.5.0").found).not.toContain("error provider.java_too_new");
  });

  test.each([
    ["a JAR that is signed as it is", {}, undefined],
    ["a class that was replaced in a signed JAR", { [good]: java17 }, `${good} was changed after the JAR was signed`],
    [
      "a signature that was merged into another JAR",
      { "META-INF/MANIFEST.MF": strToU8("Manifest-Version: 1.0\r\nBuilt-By: shade\r\n\r\n") },
      "META-INF/A.SF is the signature of another JAR",
    ],
    ["a signature file alone", { "META-INF/A.RSA": undefined, [good]: java17 }, undefined],
  ])("%s", (_, changed, problem) => {
    const { messages } = built((entries) => {
      Object.assign(entries, signed, changed);
      for (const [name, content] of Object.entries(entries)) if (content === undefined) delete entries[name];
    });
    expect(messages).toEqual(problem ? [`Java refuses to load com.example.Good from its JAR: ${problem}`] : []);
  });

  test("a class file in the wrong folder is not that class", () => {
    const moved = built(
      (entries) => {
        entries["com/example/Moved.class"] = java17;
      },
      "emr-7.5.0",
      "Moved",
    );
    expect(moved.found).toEqual(["error provider.class_not_in_jar"]);
  });

  test.each(["BOOT-INF/classes/", "WEB-INF/classes/"])("a class below %s is not on the class path", (folder) => {
    const { messages } = built((entries) => {
      entries[`${folder}${good}`] = java17;
      delete entries[good];
    });
    expect(messages).toEqual([expect.stringMatching(/does not contain the class com\.example\.Good$/)]);
  });

  test("the case of a name counts", () => {
    expect(built(() => {}, "emr-7.5.0", "good").messages).toEqual([
      expect.stringContaining("does not contain the class com.example.good, but com.example.Good"),
    ]);
  });
});

describe("key material in the JAR", () => {
  const withEntry = (entry: string, text: string) =>
    provided("com.example.Good", "constructors.jar", ({ files }) => {
      const jar = unzipSync(readFileSync(join(jars, "constructors.jar")));
      files["provider.jar"] = zipSync({ ...jar, [entry]: strToU8(text) });
    }).found;

  test.each([
    ["keys/emr.jks", "x"],
    ["keys.p12", "x"],
    ["emr.properties", `aes.key=${"A".repeat(22)}`],
  ])("%s is a warning", (entry, text) => {
    expect(withEntry(entry, text)).toEqual(["warning provider.static_materials"]);
  });

  test.each([
    ["emr.properties", "kms.key.alias=alias/lake"],
    ["README.txt", "fetches its keys from KMS"],
  ])("%s without a key is left alone", (entry, text) => {
    expect(withEntry(entry, text)).toEqual([]);
  });
});

describe("the RSA provider that AWS published", () => {
  const named = (className: string) =>
    provided(className, "constructors.jar").found.filter((each) => each.endsWith("project_name_as_class"));

  test.each(["EMRFSRSAEncryptionMaterialsProvider", "com.example.EMRFSRSAEncryptionMaterialsProvider"])(
    "%s is the name of the project",
    (name) => {
      expect(named(name)).toEqual(["warning provider.project_name_as_class"]);
    },
  );

  test.each(["com.amazon.ws.emr.hadoop.fs.cse.RSAEncryptionMaterialsProvider", "com.example.RSAProvider"])(
    "%s is a class",
    (name) => {
      expect(named(name)).toEqual([]);
    },
  );
});

describe("a class for S3, by the connector of the clusters", () => {
  const through = (className: string, jar: string, label: string, implementation?: string) => {
    const { found, open } = provided(className, jar, (lake) => {
      cluster(lake).release_label = label;
      if (implementation === undefined) return;
      const core = { Classification: "core-site", Properties: { "fs.s3.impl": implementation } };
      cluster(lake).configurations_json = JSON.stringify([core]);
    });
    return [...found, ...open.map((rule) => `open ${rule}`)].filter((each) => each.endsWith("wrong_type"));
  };
  const keyring = ["com.example.Keys", "keyring.jar"] as const;
  const materials = ["com.example.Good", "constructors.jar"] as const;
  const emrfs = "com.amazon.ws.emr.hadoop.fs.EmrFileSystem";

  test.each([
    ["a Keyring through EMRFS is wrong", keyring, "emr-6.15.0", undefined, ["error provider.wrong_type"]],
    ["a Keyring through S3A is open", keyring, "emr-7.12.0", undefined, ["open provider.wrong_type"]],
    ["a Keyring where the cluster keeps EMRFS is wrong", keyring, "emr-7.12.0", emrfs, ["error provider.wrong_type"]],
    ["a Keyring on emr-spark-8 is open", keyring, "emr-spark-8.0.0", undefined, ["open provider.wrong_type"]],
    ["the interface of SDK 1 through EMRFS is right", materials, "emr-7.9.0", undefined, []],
    ["the interface of SDK 1 through S3A is open", materials, "emr-7.10.0", undefined, ["open provider.wrong_type"]],
    ["the interface of SDK 1 where the cluster keeps EMRFS is right", materials, "emr-7.12.0", emrfs, []],
  ])("%s", (_, [className, jar], label, implementation, expected) => {
    expect(through(className, jar, label, implementation)).toEqual(expected);
  });

  test("what is open names both of AWS's pages", () => {
    const { notEvaluated } = reportedKeyring();
    expect(notEvaluated.find(({ rule }) => rule === "provider.wrong_type")?.reason).toBe(
      "com.example.Keys is a Keyring, and from emr-7.10.0 AWS's pages differ: emr-s3a-migrate.html requires a Keyring, emr-encryption-enable.html an EncryptionMaterialsProvider",
    );
  });

  function reportedKeyring() {
    return provided(...keyring, (lake) => {
      cluster(lake).release_label = "emr-7.12.0";
    });
  }
});

describe("a class for Java 17", () => {
  const java17 = (label: string, configurations?: object) =>
    provided("com.example.Good", "java17.jar", (lake) => {
      cluster(lake).release_label = label;
      if (configurations) cluster(lake).configurations_json = JSON.stringify(configurations);
    });
  const javaHome = (home: string) => [
    {
      Classification: "hadoop-env",
      Configurations: [{ Classification: "export", Properties: { JAVA_HOME: home } }],
      Properties: {},
    },
  ];

  test("is too new for EMR 6, and not for EMR 7", () => {
    expect(java17("emr-6.15.0").messages).toEqual([
      "com.example.Good is compiled for Java 17, and aws_emr_cluster.main runs Java 8",
    ]);
    expect(java17("emr-7.5.0").found).toEqual([]);
  });

  test("follows the Java that the cluster chooses", () => {
    expect(java17("emr-6.15.0", javaHome("/usr/lib/jvm/java-17-amazon-corretto.x86_64")).found).toEqual([]);
    expect(java17("emr-7.5.0", javaHome("/usr/lib/jvm/java-1.8.0")).found).toEqual(["error provider.java_too_new"]);
  });

  test("is open where JAVA_HOME does not show a version", () => {
    const { found, open } = java17("emr-6.15.0", javaHome("/opt/jdk"));
    expect(found).toEqual([]);
    expect(open).toEqual(["provider.java_too_new"]);
  });

  test("is open where no cluster is in the input", () => {
    const { found, open } = provided("com.example.Good", "java17.jar", ({ resource }) => {
      delete resource.aws_emr_cluster;
    });
    expect(found).toEqual([]);
    expect(open).toEqual(["provider.java_too_new"]);
  });
});
