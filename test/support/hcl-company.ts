import { type Files, forms } from "./hcl-forms";

/** References or ARNs of the keys that the documents name. */
interface Keys {
  readonly s3: string;
  readonly disk: string;
  readonly west: string;
}

const created: Keys = {
  s3: "${aws_kms_key.s3.arn}",
  disk: "${aws_kms_key.disk.arn}",
  west: "${aws_kms_key.west.arn}",
};
const arn = (id: number, region = "us-east-1") =>
  `arn:aws:kms:${region}:111122223333:key/${String(id).repeat(8)}-1111-4111-8111-${String(id).repeat(12)}`;
/** Keys of which a rule reports each once: the one of another Region differs from form to form. */
const known = (form: number): Keys => ({
  s3: arn(1),
  disk: arn(2),
  west: `${arn(3, "us-west-2").slice(0, -2)}${10 + form}`,
});

type Section = { [name: string]: Value };
type Value = string | boolean | Section;

/** An encryption configuration with which nothing is wrong. */
function good({ s3, disk }: Keys) {
  const encryption: Section = {
    EnableAtRestEncryption: true,
    EnableInTransitEncryption: true,
    AtRestEncryptionConfiguration: {
      S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: s3 },
      LocalDiskEncryptionConfiguration: {
        EncryptionKeyProviderType: "AwsKms",
        AwsKmsKey: disk,
        EnableEbsEncryption: true,
      },
    },
    InTransitEncryptionConfiguration: {
      TLSCertificateConfiguration: {
        CertificateProviderType: "PEM",
        S3Object: "s3://emr-artifacts-111122223333/certs/production.zip",
      },
    },
  };
  return encryption;
}

/** Changes the section that a path of names leads to. */
function changed(
  keys: Keys,
  path: readonly string[],
  members: { readonly [name: string]: Value | undefined },
): Section {
  const encryption = good(keys);
  const section = path.reduce((at, name) => at[name] as Section, encryption);
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) delete section[name];
    else section[name] = value;
  }
  return { EncryptionConfiguration: encryption };
}

const DISK = ["AtRestEncryptionConfiguration", "LocalDiskEncryptionConfiguration"];
const S3 = ["AtRestEncryptionConfiguration", "S3EncryptionConfiguration"];
const PROVIDER = {
  EncryptionKeyProviderClass: "com.example.Keys",
  S3Object: "s3://emr-artifacts-111122223333/jars/providers.jar",
};

interface Case {
  readonly document: (keys: Keys) => Section;
  /** The rules that must report it, and no others above info. */
  readonly rules: readonly string[];
  /** The rules that cannot be evaluated before it is applied. */
  readonly open?: readonly string[];
  readonly isText?: true;
}

/** The wrong configurations, the good one, and the one of which a value is known after apply. */
export const cases: { readonly [name: string]: Case } = {
  good: { document: (keys) => changed(keys, [], {}), rules: [] },
  unknown: {
    document: (keys) => changed(keys, DISK, { AwsKmsKey: "${data.aws_ssm_parameter.disk.insecure_value}" }),
    rules: [],
    open: ["config.shared_key"],
  },
  transit_flag_false: {
    document: (keys) =>
      changed(keys, [], { EnableInTransitEncryption: false, InTransitEncryptionConfiguration: undefined }),
    rules: ["config.in_transit_disabled"],
  },
  transit_flag_absent: {
    document: (keys) => changed(keys, [], { EnableInTransitEncryption: undefined }),
    rules: ["config.settings_without_flag"],
  },
  at_rest_flag_false: {
    document: (keys) => changed(keys, [], { EnableAtRestEncryption: false, AtRestEncryptionConfiguration: undefined }),
    rules: ["config.at_rest_disabled"],
  },
  at_rest_flag_absent: {
    document: (keys) => changed(keys, [], { EnableAtRestEncryption: undefined }),
    rules: ["config.settings_without_flag"],
  },
  tls_block_absent: {
    document: (keys) => changed(keys, [], { InTransitEncryptionConfiguration: undefined }),
    rules: ["config.in_transit_incomplete"],
  },
  pem_without_object: {
    document: (keys) =>
      changed(keys, ["InTransitEncryptionConfiguration", "TLSCertificateConfiguration"], { S3Object: undefined }),
    rules: ["config.tls_provider_incomplete"],
  },
  local_disk_absent: {
    document: (keys) =>
      changed(keys, ["AtRestEncryptionConfiguration"], { LocalDiskEncryptionConfiguration: undefined }),
    rules: ["config.local_disk_missing"],
  },
  ebs_flag_absent: {
    document: (keys) => changed(keys, DISK, { EnableEbsEncryption: undefined }),
    rules: ["config.ebs_not_encrypted"],
  },
  one_key_for_both: {
    document: (keys) => changed(keys, DISK, { AwsKmsKey: keys.s3 }),
    rules: ["config.shared_key"],
  },
  one_class_for_both: {
    document: (keys) =>
      changed(keys, ["AtRestEncryptionConfiguration"], {
        S3EncryptionConfiguration: { EncryptionMode: "CSE-Custom", ...PROVIDER },
        LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "Custom", ...PROVIDER },
      }),
    rules: ["config.shared_provider_class"],
  },
  flat_schema: { document: (keys) => ({ ...good(keys) }), rules: ["config.unknown_property"] },
  key_of_another_region: {
    document: (keys) => changed(keys, S3, { AwsKmsKey: keys.west }),
    rules: ["key.region_mismatch"],
  },
  not_json: { document: (keys) => changed(keys, [], {}), rules: ["config.not_json"], isText: true },
};

/** Keys, the Region of the provider, and the endpoint of a fictitious account. */
const FRAME = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
}

provider "aws" {
  alias                       = "west"
  region                      = "us-west-2"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
}

resource "aws_kms_key" "s3" {
  enable_key_rotation = true
}

resource "aws_kms_key" "disk" {
  enable_key_rotation = true
}

resource "aws_kms_key" "west" {
  provider            = aws.west
  enable_key_rotation = true
}

resource "aws_ssm_parameter" "disk" {
  name  = "/emr/disk-key"
  type  = "String"
  value = aws_kms_key.disk.arn
}

data "aws_ssm_parameter" "disk" {
  name = aws_ssm_parameter.disk.name
}
`;

export interface Expected {
  readonly form: string;
  readonly name: string;
  readonly rules: readonly string[];
  readonly open: readonly string[];
}

/** A folder of HCL with every case in every form, and by address what must be reported. */
export function company(
  keys: "known" | "created",
  wanted: (form: string, name: string) => boolean = () => true,
): { readonly files: Files; readonly expected: ReadonlyMap<string, Expected> } {
  const files = new Map<string, string>([["frame.tf", FRAME]]);
  const expected = new Map<string, Expected>();
  for (const [at, form] of forms.entries()) {
    for (const [name, { document, rules, open = [], isText }] of Object.entries(cases)) {
      if ((isText && !form.isText) || !wanted(form.name, name)) continue;
      const content = document(keys === "known" ? known(at) : created);
      const text = isText ? JSON.stringify(content, null, 2).replace(/\}$/, "},") : undefined;
      const written = form.write(`${form.name}_${name}`, content, text);
      for (const [path, part] of Object.entries(written.files)) files.set(path, (files.get(path) ?? "") + part);
      // The key that is created in another Region is reported itself.
      const atKey = keys === "created" && name === "key_of_another_region";
      expected.set(written.address, { form: form.name, name, rules: atKey ? [] : rules, open });
    }
  }
  return { files: Object.fromEntries(files), expected };
}
