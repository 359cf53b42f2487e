import type { Mistake } from "./mistake";

/** What people get wrong in values: references where literals are required, names that are taken, users, statements and places. */
export const valueMistakes: readonly Mistake[] = [
  {
    did: "an authentication without any",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, authentication: {} });',
    told: "lake/encryption: authentication is empty, so it has no effect; leave it out, or write one of KerberosConfiguration and IdentityCenterConfiguration",
  },
  {
    did: "an authorization without any",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, authorization: {} });',
    told: "lake/encryption: authorization is empty, so it has no effect; leave it out, or write one of EmrFsConfiguration, IAMConfiguration, LakeFormationConfiguration and RangerConfiguration",
  },
  {
    did: "no mapping of roles",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, authorization: { EmrFsConfiguration: { RoleMappings: [] } } });',
    told: "lake/encryption: authorization.EmrFsConfiguration.RoleMappings is empty, so it has no effect; write a mapping, or leave EmrFsConfiguration out",
  },
  {
    did: "mappings of roles as a text",
    compile: true,
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, authorization: { EmrFsConfiguration: { RoleMappings: "analysts" } } });',
    told: "[lake/encryption/security-configuration] authorization.EmrFsConfiguration.RoleMappings is a string, expected a list",
  },
  {
    did: "mappings of roles from a variable",
    compile: true,
    code: 'const value = new TerraformVariable(this, "v", { type: "list(any)" }).listValue; new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, authorization: { EmrFsConfiguration: { RoleMappings: value } } });',
    told: "lake/encryption: authorization.EmrFsConfiguration.RoleMappings is a reference, expected a literal value",
  },
  {
    did: "the lifetime of a ticket from a variable",
    code: 'const value = new TerraformVariable(this, "v", { type: "number" }).numberValue; new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, authentication: { KerberosConfiguration: { Provider: "ClusterDedicatedKdc", ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: value } } } });',
    told: "lake/encryption: authentication.KerberosConfiguration.ClusterDedicatedKdcConfiguration.TicketLifetimeInHours is a reference, expected a literal value",
  },
  {
    did: "outputs from a variable",
    compile: true,
    code: 'const value = new TerraformVariable(this, "v", { type: "bool" }).booleanValue; new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, outputs: value });',
    told: "lake/encryption: outputs is a token without a type, expected true or false",
  },
  {
    did: "a multi-Region key from a variable",
    compile: true,
    code: 'const value = new TerraformVariable(this, "v", { type: "bool" }).booleanValue; new EncryptionKey(this, "k", { multiRegion: value });',
    told: "lake/k: multiRegion is a token without a type, expected true or false",
  },
  {
    did: "the date of a waiver from a variable",
    code: 'const value = new TerraformVariable(this, "v", { type: "string" }).stringValue; Waiver.on(this, { rule: "config.shared_key", reason: "r", expires: value });',
    told: "lake: waiver.expires is a reference, expected a literal string",
  },
  {
    did: "the rule of a waiver from a variable",
    code: 'const value = new TerraformVariable(this, "v", { type: "string" }).stringValue; Waiver.on(this, { rule: value, reason: "r", expires: "2030-01-01" });',
    told: "lake: waiver.rule is a reference, expected a literal string",
  },
  {
    did: "waivers as a list",
    compile: true,
    code: 'Waiver.on(this, [{ rule: "config.shared_key", reason: "r", expires: "2030-01-01" }]);',
    told: "lake: waiver is a list, expected an object",
  },
  {
    did: "a waiver on the app",
    code: 'Waiver.on(this.node.root, { rule: "config.shared_key", reason: "r", expires: "2030-01-01" });',
    told: "the first argument of Waiver.on is not a construct in an app; pass the construct whose findings are waived, or its stack",
  },
  {
    did: "a list of roles as a role",
    compile: true,
    code: 'new EmrEncryption(this, "encryption", { keyUsers: { instanceRole: ["nodes"] }, inTransit: { provider: "PEM", bundle },  });',
    told: "lake/encryption: keyUsers.instanceRole is a list; give one role, its ARN or its name",
  },
  {
    did: "a role of S3",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: { instanceRole: "arn:aws:s3:::nodes" }, inTransit: { provider: "PEM", bundle },  });',
    told: "lake/encryption: keyUsers.instanceRole: 'arn:aws:s3:::nodes' is not the ARN of a role, a user or an account; write arn:aws:iam::111122223333:role/name",
  },
  {
    did: "a role with an account of 11 digits",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: { instanceRole: "arn:aws:iam::11112222333:role/nodes" }, inTransit: { provider: "PEM", bundle },  });',
    told: "lake/encryption: keyUsers.instanceRole: 'arn:aws:iam::11112222333:role/nodes' is not the ARN of a role, a user or an account; write arn:aws:iam::111122223333:role/name",
  },
  {
    did: "a role with a wildcard",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: { emrfsRoles: ["arn:aws:iam::111122223333:role/*"] }, inTransit: { provider: "PEM", bundle },  });',
    told: "lake/encryption: keyUsers.emrfsRoles[0]: 'arn:aws:iam::111122223333:role/*' has a wildcard, which a principal cannot have; name each role",
  },
  {
    did: "a role by its path and name",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: { instanceRole: "emr/nodes" }, inTransit: { provider: "PEM", bundle },  });',
    told: "lake/encryption: keyUsers.instanceRole is 'emr/nodes', which is neither an ARN nor the name of a role; give the ARN, or the name without its path",
  },
  {
    did: "a grant to a list of roles",
    compile: true,
    code: "s3Key.grantS3Data([users.instanceRole]);",
    told: "lake/s3-key: a user for s3 is a list; give one role, its ARN or its name",
  },
  {
    did: "a grant by KMS to an account",
    code: 'new EncryptionKey(this, "k", { useGrants: true }).grantS3Data("111122223333");',
    told: "lake/k: a user for s3 is '111122223333', and a grant requires an ARN; give the roles of that account",
  },
  {
    did: "a grant to read a bucket without users",
    code: 'bucket.grantRead("certs/prod.zip");',
    told: "lake/bucket: the grant to read names no users; give a role, its ARN or its name",
  },
  {
    did: "a grant to read an object by its URI",
    code: 'bucket.grantRead("s3://artifacts/certs.zip", users.instanceRole);',
    told: "lake/bucket: objectKey is 's3://artifacts/certs.zip', expected the key of an object in this bucket, such as certs/prod.zip",
  },
  {
    did: "a construct that waits for a grant",
    compile: true,
    code: "s3Key.grantS3Data(users.instanceRole).applyBefore(bucket);",
    told: "applyBefore: another object is not a resource of Terraform; pass the resource that waits",
  },
  {
    did: "a statement with an ARN as its principal",
    compile: true,
    code: 's3Key.addToKeyPolicy({ Effect: "Allow", Principal: users.instanceRole, Action: "kms:Decrypt", Resource: "*" });',
    told: "lake/s3-key: statement.Principal is 'arn:aws:iam::111122223333:role/nodes', expected { AWS: … } with the ARN of a role, or a list of ARNs",
  },
  {
    did: "a statement with a resource as its principal",
    compile: true,
    code: 's3Key.addToKeyPolicy({ Effect: "Allow", Principal: { AWS: s3Key.resource }, Action: "kms:Decrypt", Resource: "*" });',
    told: "lake/s3-key: statement.Principal is another object, expected { AWS: … } with the ARN of a role, or a list of ARNs",
  },
  {
    did: "a statement without one action",
    code: 's3Key.addToKeyPolicy({ Effect: "Allow", Principal: { AWS: users.instanceRole }, Action: [], Resource: "*" });',
    told: "lake/s3-key: statement.Action is a list, expected a string or a list of one or more strings",
  },
  {
    did: "two constructs for the policy of a key",
    code: 'EncryptionKey.fromResource(this, "k", s3Key.resource);',
    told: "lake/k: the policy of lake/s3-key/resource is managed by lake/s3-key already; use that construct, since a key has only one policy",
  },
  {
    did: "every key of an account",
    code: 'EncryptionKey.fromArn(this, "k", "arn:aws:kms:us-east-1:111122223333:key/*");',
    told: "lake/k: arn is 'arn:aws:kms:us-east-1:111122223333:key/*', not the ARN of a KMS key; write arn:aws:kms:us-east-1:111122223333:key/…",
  },
  {
    did: "a key without its ARN",
    compile: true,
    code: 'EncryptionKey.fromArn(this, "k");',
    told: "lake/k: arn is missing; expected a string",
  },
  {
    did: "a key in place of its ARN",
    compile: true,
    code: 'EncryptionKey.fromArn(this, "k", s3Key);',
    told: "lake/k: arn is another object, expected a string",
  },
  {
    did: "an imported key without its scope",
    compile: true,
    code: 'EncryptionKey.fromArn("k", "arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11");',
    told: "the first argument of the construct 'arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11' is not a construct; pass its stack or a construct in it, such as this",
  },
  {
    did: "a replica without arguments",
    compile: true,
    code: 'new EncryptionKeyReplica(this, "r");',
    told: "lake/r: the third argument is undefined, expected an object",
  },
  {
    did: "an empty id",
    code: 'new EncryptionKey(this, "");',
    told: "lake: the second argument, the id of a construct, is '', expected a literal string",
  },
  {
    did: "a tag with a prefix of AWS",
    code: 'new EncryptionKey(this, "k", { tags: { "aws:team": "data" } });',
    told: "lake/k: tags is another object, expected at most 50 names and strings, { Team: 'data' }; names have 1 to 128 characters and do not begin with aws:,",
  },
  {
    did: "a description that is too long",
    code: 'new EncryptionKey(this, "k", { description: "d".repeat(9000) });',
    told: "lake/k: description is 'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd…', expected a string of at most 8192 characters",
  },
  {
    did: "the constructor of a bundle",
    compile: true,
    code: 'new CertificateBundle(this, "b", { folder: certificates, bucket });',
    told: "lake/b: CertificateBundle has no public constructor; use CertificateBundle.fromFolder, fromZip, fromObject or fromUri",
  },
  {
    did: "an empty folder name",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: "", bucket });',
    told: "lake/b: folder is '', expected a literal path",
  },
  {
    did: "two bundles in one object",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: certificates, bucket, objectKey: "emr-encryption/certs.zip" }); CertificateBundle.fromFolder(this, "c", { folder: certificates, bucket, objectKey: "emr-encryption/certs.zip" });',
    told: "lake/b: objectKey is 'emr-encryption/certs.zip', which lake/bundle already has; use that construct, or another objectKey",
  },
  {
    did: "the import of another object",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: certificates, bucket: { bucket: "artifacts" }, objectKey: "certs.zip", importFrom: "artifacts/other.zip" });',
    told: "lake/b: importFrom is 'artifacts/other.zip', which is not this object; write artifacts/certs.zip, or set bucket and objectKey",
  },
  {
    did: "a bucket that is not the bundle's",
    code: 'CertificateBundle.fromUri(this, "b", "s3://artifacts/certs.zip", { bucket: { bucket: "logs" } });',
    told: "lake/b: bucket is 'logs', but the object is in 'artifacts'; pass the bucket that contains it",
  },
  {
    did: "a JAR under a key with a slash in front",
    code: 'new ProviderJar(this, "j", { file: jar, bucket, objectKey: "/keys.jar" });',
    told: "lake/j: objectKey is '/keys.jar'; leave out the first '/' and double '//', which Terraform drops from the object's key",
  },
  {
    did: "a bucket that is named like an address",
    code: 'new BundleBucket(this, "b", { bucket: "192.168.1.1" });',
    told: "lake/b: bucket is '192.168.1.1', expected the name of a bucket, 3 to 63 lower-case letters, digits, '.' and '-', without 's3://' and without a key",
  },
  {
    did: "two buckets with one name",
    code: 'new BundleBucket(this, "b1", { bucket: "artifacts" }); new BundleBucket(this, "b2", { bucket: "artifacts" });',
    told: "lake/b2: bucket is 'artifacts', which lake/b1 already has; use that construct, or another bucket",
  },
  {
    did: "two configurations with one name",
    code: 'new SecurityConfiguration(this, "c1", { name: "emr", inTransit: { provider: "PEM", bundle } }); new SecurityConfiguration(this, "c2", { name: "emr", inTransit: { provider: "PEM", bundle } });',
    told: "lake/c2: name is 'emr', which lake/c1 already has; use that construct, or another name",
  },
  {
    did: "one parameter for two names",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, nameParameter: "/emr/name" });new EmrEncryption(this, "second", { keyUsers: users, inTransit: { provider: "PEM", bundle }, nameParameter: "/emr/name" });',
    told: "lake/second/security-configuration: nameParameter is '/emr/name', which lake/encryption/security-configuration already has; use that construct, or another nameParameter",
  },
  {
    did: "a suffix with its protocol",
    code: 'new SecurityConfiguration(this, "c", { inTransit: { provider: "EMR", wildcardDnsSuffix: "https://example.com" } });',
    told: "lake/c: inTransit.wildcardDnsSuffix is 'https://example.com', expected a domain, such as emr.example.com",
  },
  {
    did: "an existing document that is not JSON",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, importFrom: { name: "prod", configuration: "{\\n  secret: 1" } });',
    told: "[lake/encryption/security-configuration] importFrom.configuration: the security configuration is not JSON: there is text that is not JSON at line 2, column 3",
  },
  {
    did: "a key of another stack in another Region",
    code: 'const other = new TerraformStack(this.node.root, "other"); new AwsProvider(other, "aws", { region: "eu-west-1" }); const k = new EncryptionKey(other, "k"); new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, atRest: { s3: { mode: "SSE-KMS", key: k }, localDisk: { provider: "AwsKms" } } });',
    told: "[lake/encryption/security-configuration] atRest.s3.key is other/k in eu-west-1, and the configuration is in us-east-1; use a key in us-east-1, such as an EncryptionKeyReplica",
  },
  {
    did: "the name of a parameter with a slash at its end",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, nameParameter: "/emr/" });',
    told: "lake/encryption: nameParameter is '/emr/', expected the name of an SSM parameter",
  },
  {
    did: "the name of a parameter on 16 levels",
    code: 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle }, nameParameter: "/a".repeat(16) });',
    told: "it cannot begin with aws or ssm, and has at most 15 levels and 1011 characters",
  },
  {
    did: "51 tags",
    code: 'new BundleBucket(this, "b", { tags: Object.fromEntries([...Array(51).keys()].map((tag) => [`t${tag}`, ""])) });',
    told: "lake/b: tags is another object, expected at most 50 names and strings",
  },
  {
    did: "a tag with a character that AWS refuses",
    code: 'new BundleBucket(this, "b", { tags: { Team: "data & analytics" } });',
    told: "lake/b: tags is another object, expected at most 50 names and strings",
  },
  {
    did: "the key of an iterator in an alias",
    code: 'new EncryptionKey(this, "k", { alias: `alias/${TerraformIterator.fromMap({ a: 1 }).key}` });',
    told: "lake/k: alias refers to an iterator, but Terraform creates this resource once; create the construct in a loop of the code",
  },
  {
    did: "a condition with an operator that does not exist",
    code: 's3Key.addToKeyPolicy({ Effect: "Allow", Principal: { AWS: users.serviceRole }, Action: "kms:Decrypt", Resource: "*", Condition: { StringEqual: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } });',
    told: "lake/s3-key: statement.Condition is another object, expected operators of IAM with their tests, such as { StringEquals: { 'kms:ViaService': '…' } }",
  },
  {
    did: "a condition without an operator",
    compile: true,
    code: 's3Key.addToKeyPolicy({ Effect: "Allow", Principal: { AWS: users.serviceRole }, Action: "kms:Decrypt", Resource: "*", Condition: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } });',
    told: "lake/s3-key: statement.Condition is another object, expected operators of IAM with their tests",
  },
  {
    did: "a statement with the Sid of a grant",
    code: 's3Key.grantS3Data(users.instanceRole); s3Key.addToKeyPolicy({ Sid: "EmrS3Data", Effect: "Deny", Principal: { AWS: users.serviceRole }, Action: "kms:Decrypt", Resource: "*" });',
    told: "[lake/s3-key] two statements of the key policy have the Sid 'EmrS3Data', which KMS refuses; rename yours",
  },
  {
    did: "a bucket that is emptied although its key is retained",
    code: 'new BundleBucket(this, "b", { forceDestroy: true, removalPolicy: "retain" });',
    told: "lake/b: removalPolicy 'retain' keeps the key, but forceDestroy deletes the objects that it encrypts; remove one of the two",
  },
  {
    did: "a removal policy for a key that is passed in",
    code: 'new BundleBucket(this, "b", { key: s3Key, removalPolicy: "destroy" });',
    told: "lake/b: removalPolicy is that of the key which the bucket creates, but key is passed in; remove it, and set removalPolicy of that key",
  },
  {
    did: "the URI of an object in another bucket than one whose name Terraform generates",
    code: 'CertificateBundle.fromUri(this, "u", "s3://artifacts/certs.zip", { bucket });',
    told: "lake/u: Terraform generates the name of lake/bucket, but the object is in 'artifacts'; pass bucket: 'artifacts' to the BundleBucket, or pass the bucket that contains the object",
  },
  {
    did: "the key of an iterator as a role",
    code: 'const { key } = TerraformIterator.fromMap({ a: 1 }); new EmrEncryption(this, "encryption", { keyUsers: { instanceRole: key }, inTransit: { provider: "PEM", bundle } });',
    told: "lake/encryption: keyUsers.instanceRole refers to an iterator, but Terraform creates this resource once; create the construct in a loop of the code",
  },
  {
    did: "the time of the plan in a name",
    code: 'new EmrEncryption(this, "encryption", { name: `emr-${Fn.timestamp()}`, keyUsers: users, inTransit: { provider: "PEM", bundle } });',
    told: "contains timestamp(…), which has another value in every plan, so each would replace the resource; write a value that stays",
  },
  {
    did: "the unique id of a role",
    code: 's3Key.grantS3Data("AROAEXAMPLEID12345678");',
    told: "lake/s3-key: a user for s3 is 'AROAEXAMPLEID12345678', the unique id of a role or user; give the ARN or the name",
  },
  {
    did: "an object key that leaves its folder",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: certificates, bucket, objectKey: "../certs.zip" });',
    told: "lake/b: objectKey is '../certs.zip'; leave out '.' and '..', which clients of S3 resolve like folders",
  },
  {
    did: "one name for buckets in two stacks",
    code: 'const other = new TerraformStack(this.node.root, "other"); new BundleBucket(this, "b", { bucket: "artifacts-1" }); new BundleBucket(other, "b", { bucket: "artifacts-1" });',
    told: "other/b: bucket is 'artifacts-1', which lake/b already has; use that construct, or another bucket",
  },
];
