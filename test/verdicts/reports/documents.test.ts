import { type Lake, reported, serious } from "./lake";

const atRest = ({ document }: Lake) => document.EncryptionConfiguration.AtRestEncryptionConfiguration;
const tls = ({ document }: Lake) =>
  document.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration;

/** Messages and remedies of one rule. */
function texts(rule: string, change: (lake: Lake) => void): readonly string[] {
  return reported(change).findings.flatMap((found) =>
    found.rule === rule ? [`${found.message} ${found.remedy}`] : [],
  );
}

describe("documents of EMR on EKS", () => {
  const certificateProviderType = "PEM";
  const secret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:tls";
  const authorizationConfiguration = {
    encryptionConfiguration: {
      inTransitEncryptionConfiguration: { tlsCertificateConfiguration: { certificateProviderType } },
    },
  };

  test.each([
    ["names in lower case", { authorizationConfiguration }, "lower_case"],
    ["a whole request", { name: "eks", securityConfigurationData: { authorizationConfiguration } }, "of_eks"],
  ])("%s are one finding", (_, document, variant) => {
    const report = reported((lake) => {
      lake.document = document;
    });
    expect(serious(report)).toEqual([`error config.unknown_property ${variant}`]);
  });

  test.each(["publicCertificateSecretArn", "PrivateCertificateSecretArn"])(
    "the property %s is named as theirs",
    (name) => {
      const report = reported((lake) => {
        tls(lake)[name] = secret;
      });
      expect(serious(report)).toEqual(["error config.unknown_property of_eks"]);
    },
  );
});

describe("where a misplaced property belongs", () => {
  const moves = (change: (lake: Lake) => void) => texts("config.unknown_property", change).join("\n");

  test("is decided by its neighbours", () => {
    const found = moves((lake) => {
      const { LocalDiskEncryptionConfiguration: disk, ...rest } = atRest(lake);
      lake.document.EncryptionConfiguration.AtRestEncryptionConfiguration = { ...rest, ...disk };
    });
    expect(found).toContain(
      "has no properties EncryptionKeyProviderType, AwsKmsKey and EnableEbsEncryption; they belong in",
    );
    expect(found).toContain("AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration");
  });

  test("is the neighbouring section that lacks it", () => {
    const found = moves((lake) => {
      atRest(lake).AwsKmsKey = atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey;
      delete atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey;
    });
    expect(found).toContain("Move AwsKmsKey into EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDisk");
  });

  test("follows the names that AWS's pages once gave, inside the section as well", () => {
    const report = reported((lake) => {
      const { LocalDiskEncryptionConfiguration: disk, ...rest } = atRest(lake);
      const { EncryptionKeyProviderType: Type, ...settings } = disk;
      const LocalDiskEncryptionKeyProvider = { Type, ...settings };
      lake.document.EncryptionConfiguration.AtRestEncryptionConfiguration = { ...rest, LocalDiskEncryptionKeyProvider };
    });
    expect(serious(report)).toEqual(Array(2).fill("error config.unknown_property misspelt"));
    expect(report.findings.flatMap(({ rule, remedy }) => (rule === "config.unknown_property" ? remedy : []))).toEqual([
      "Write LocalDiskEncryptionConfiguration.",
      "Write EncryptionKeyProviderType.",
    ]);
  });

  test("is the document itself if something wraps its sections, and nothing else is reported", () => {
    const report = reported((lake) => {
      lake.document = { SecurityConfiguration: lake.document };
    });
    expect(serious(report)).toEqual(["error config.unknown_property left_out"]);
    const wrapped = (lake: Lake) => {
      const { EncryptionConfiguration } = lake.document;
      lake.document = { Properties: { EncryptionConfiguration } };
    };
    expect(moves(wrapped)).toContain("Move EncryptionConfiguration into the document itself.");
  });

  test.each(["Realm", "KerberosAttributes"])("%s belongs to the cluster", (property) => {
    const found = moves(({ document }) => {
      document[property] = "EC2.INTERNAL";
    });
    expect(found).toContain("it belongs in kerberos_attributes of the cluster");
  });
});

describe("a secret in the document", () => {
  test("is one mistake, although EMR has no property with its name", () => {
    const found = serious(
      reported((lake) => {
        lake.document.EncryptionConfiguration.KdcAdminPassword = "hunter22";
      }),
    );
    expect(found).toEqual(["error config.secret_in_document"]);
  });

  test.each<[string, unknown]>([
    ["KdcAdminPassword", "hunter22"],
    ["CrossRealmTrustPrincipalPassword", "${var.password}"],
    ["Pwd", "hunter22"],
    ["ClientSecret", "hunter22"],
    ["LdapUrl", "ldaps://admin:hunter22@ldap.example"],
    ["AccessKey", "AKIAIOSFODNN7EXAMPLE"],
    ["Key", "-----BEGIN RSA PRIVATE KEY-----"],
  ])("%s is an error that does not show it", (property, value) => {
    const report = reported((lake) => {
      lake.document.AuthenticationConfiguration = { [property]: value };
    });
    expect(serious(report)).toContain("error config.secret_in_document");
    expect(JSON.stringify(report)).not.toContain("hunter22");
  });

  test("is not reported if the document refers to a secret store", () => {
    const found = texts("config.secret_in_document", (lake) => {
      lake.document.AuthorizationConfiguration = {
        RangerConfiguration: { AdminServerSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:ranger" },
      };
    });
    expect(found).toEqual([]);
  });
});

describe("unusable values", () => {
  test.each([
    ["s3://MyConfigStore/certs.zip", "S3 refuses the name of its bucket"],
    ["s3://My_Config..Store/certs.zip", "S3 refuses the name of its bucket"],
    ["s3://192.168.0.1/certs.zip", "S3 refuses the name of its bucket"],
    ["s3://ab/certs.zip", "S3 refuses the name of its bucket"],
    ["s3://config-store", "names a bucket and no object in it"],
    ["s3://config-store/", "names a bucket and no object in it"],
    ["", "is empty"],
  ])("the object '%s' %s", (uri, told) => {
    const [found] = texts("config.s3_uri_invalid", (lake) => {
      tls(lake).S3Object = uri;
    });
    expect(found).toContain(told);
  });

  test.each([
    ["", "is empty"],
    [" ", "is empty"],
    [
      "arn:aws:kms:us-east-1:123456789:key/11111111-1111-1111-1111-111111111111",
      "whose account id has 9 digits, not 12",
    ],
    ["arn:aws:kms:us-east-1:1234567890123:key/1", "whose account id has 13 digits, not 12"],
  ])("the key '%s' %s", (key, told) => {
    const [found] = texts("config.key_not_arn", (lake) => {
      atRest(lake).S3EncryptionConfiguration.AwsKmsKey = key;
    });
    expect(found).toContain(told);
  });

  test("an empty mode is reported as empty", () => {
    const [found] = texts("config.s3_mode_invalid", (lake) => {
      atRest(lake).S3EncryptionConfiguration.EncryptionMode = "";
    });
    expect(found).toContain("is empty; SSE-S3");
  });

  test("a short account id of a role is reported with its digits", () => {
    const [found] = texts("config.role_mapping_invalid", (lake) => {
      const mapping = { Role: "arn:aws:iam::12345:role/analysts", IdentifierType: "User", Identifiers: ["ann"] };
      lake.document.AuthorizationConfiguration = { EmrFsConfiguration: { RoleMappings: [mapping] } };
    });
    expect(found).toContain("whose account id has 5 digits, not 12");
  });
});

describe("the two halves of Kerberos", () => {
  const trust = { Realm: "AD.EXAMPLE", Domain: "ad.example", AdminServer: "ad.example", KdcServer: "ad.example" };
  const dedicated = (more: object = {}) => ({
    Provider: "ClusterDedicatedKdc",
    ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: 24, ...more },
  });
  const external = (more: object = {}) => ({
    Provider: "ExternalKdc",
    ExternalKdcConfiguration: {
      TicketLifetimeInHours: 24,
      KdcServerType: "Single",
      AdminServer: "kdc.example:749",
      KdcServer: "kdc.example:88",
      ...more,
    },
  });
  const found = (KerberosConfiguration: object, attributes: object) =>
    serious(
      reported((lake) => {
        lake.document.AuthenticationConfiguration = { KerberosConfiguration };
        const kerberos = { realm: "EC2.INTERNAL", kdc_admin_password: "${var.password}", ...attributes };
        Object.assign(lake.resource.aws_emr_cluster?.main, { kerberos_attributes: kerberos });
      }),
    ).filter((each) => each.includes("kerberos_mismatch"));
  const password = { cross_realm_trust_principal_password: "of a test" };
  const join = { ad_domain_join_user: "joiner", ad_domain_join_password: "of a test" };
  const ad = { AdIntegrationConfiguration: { AdRealm: "AD.EXAMPLE", AdDomain: "ad.example", AdServer: "ad.example" } };

  test.each<[string, object, object]>([
    ["a dedicated KDC", dedicated(), {}],
    ["a trust with another realm", dedicated({ CrossRealmTrustConfiguration: trust }), password],
    ["a trust with Active Directory", dedicated({ CrossRealmTrustConfiguration: trust }), { ...password, ...join }],
    ["an external KDC", external(), {}],
    ["an external KDC with Active Directory", external(ad), join],
  ])("agree for %s", (_, configuration, attributes) => {
    expect(found(configuration, attributes)).toEqual([]);
  });

  test.each<[string, object, object, string]>([
    [
      "the password of the trust",
      dedicated({ CrossRealmTrustConfiguration: trust }),
      {},
      "error cluster.kerberos_mismatch trust_password",
    ],
    [
      "a text as the password of the trust",
      dedicated({ CrossRealmTrustConfiguration: trust }),
      { cross_realm_trust_principal_password: "" },
      "error cluster.kerberos_mismatch trust_password",
    ],
    ["who joins the domain", external(ad), {}, "error cluster.kerberos_mismatch domain_join"],
    [
      "the password of who joins the domain",
      external(ad),
      { ad_domain_join_user: "joiner" },
      "error cluster.kerberos_mismatch domain_join",
    ],
    ["the trust", dedicated(), password, "warning cluster.kerberos_mismatch unused"],
  ])("do not agree without %s", (_, configuration, attributes, expected) => {
    expect(found(configuration, attributes)).toEqual([expected]);
  });
});
