# METADATA
# title: Closed sets
# description: The values of closed sets in rows and documents, generated from linter/rows and EMR's grammar by npm run generate.
package sets

app := {
	"spark": "Spark",
	"hive": "Hive",
	"trino": "Trino",
	"emrfs_s3": "EMRFS-S3",
}

blocker := {
	"deny": "deny",
	"kms_via_service": "kms:ViaService",
	"kms_encryption_context": "kms:EncryptionContext",
}

bundle_file_name := {
	"private_key_pem": "privateKey.pem",
	"certificate_chain_pem": "certificateChain.pem",
	"trusted_certificates_pem": "trustedCertificates.pem",
}

certificate_provider_type := {
	"pem": "PEM",
	"custom": "Custom",
	"emr": "EMR",
}

certificate_role := {
	"leaf": "leaf",
	"issuer": "issuer",
	"anchor": "anchor",
	"unused": "unused",
}

configuration_change := {
	"create": "create",
	"replace": "replace",
	"succeed": "succeed",
	"delete": "delete",
	"none": "none",
}

content_carrier := {
	"source": "source",
	"content": "content",
	"content_base64": "content_base64",
	"copy": "copy",
}

denial := {
	"names_the_user": "names the user",
	"names_everyone": "names everyone",
	"lists_exceptions": "lists exceptions",
	"condition": "condition",
	"not_principal": "NotPrincipal",
	"own_policy": "own policy",
	"boundary": "boundary",
}

document_kind := {
	"object": "object",
	"not_json": "not JSON",
	"a_list": "a list",
	"a_string": "a string",
	"a_number": "a number",
	"a_boolean": "a boolean",
	"null": "null",
}

domain_certainty := {
	"declared": "declared",
	"seen": "seen",
	"region_known": "region-known",
	"guessed": "guessed",
}

domain_coverage := {
	"domain": "domain",
	"hosts": "hosts",
	"none": "none",
}

encryption_key_provider_type := {
	"aws_kms": "AwsKms",
	"custom": "Custom",
}

encryption_mode := {
	"sse_s3": "SSE-S3",
	"sse_kms": "SSE-KMS",
	"cse_kms": "CSE-KMS",
	"cse_custom": "CSE-Custom",
}

identifier_type := {
	"user": "User",
	"group": "Group",
	"prefix": "Prefix",
}

kdc_server_type := {"single": "Single"}

key_decision := {
	"allow": "allow",
	"deny": "deny",
}

key_form := {
	"key_arn": "key ARN",
	"alias_arn": "alias ARN",
	"key_id": "key id",
	"alias_name": "alias name",
	"other": "other",
	"aws_managed_alias": "AWS managed alias",
	"arn_with_a_wrong_account": "ARN with a wrong account",
	"arn_with_another_id": "ARN with another id",
	"empty": "empty",
}

key_identifier_form := {
	"key_arn": "key ARN",
	"alias_arn": "alias ARN",
	"key_id": "key id",
	"alias_name": "alias name",
	"other": "other",
}

key_name_form := {
	"key_arn": "key ARN",
	"alias_arn": "alias ARN",
	"key_id": "key id",
	"alias_name": "alias name",
}

key_purpose := {
	"s3": "s3",
	"local_disk": "local-disk",
	"ebs": "ebs",
	"logs": "logs",
	"wal": "wal",
	"bundle": "bundle",
}

key_user_kind := {
	"instance_role": "instance role",
	"service_role": "service role",
	"mapped_role": "mapped role",
	"service": "service",
}

modulus_weakness := {
	"small_factor": "small factor",
	"close_primes": "close primes",
	"roca": "ROCA",
	"shared_prime": "shared prime",
	"prime_modulus": "prime modulus",
}

object_encryption := {
	"a_customer_managed_key": "a customer managed key",
	"the_key_aws_s3": "the key aws/s3",
	"a_key_of_s3": "a key of S3",
}

object_form := {
	"s3_uri": "s3 URI",
	"s3_arn": "S3 ARN",
	"no_bucket": "no bucket",
	"no_key": "no key",
	"empty": "empty",
	"other": "other",
}

object_kind := {
	"the_bundle": "the bundle",
	"the_jar": "the JAR",
}

obstacle := {
	"another_state": "another state",
	"a_data_source": "a data source",
	"variable": "variable",
	"caller": "caller",
	"module": "module",
	"expression": "expression",
	"a_flag": "a flag",
}

path_end := {
	"anchor": "anchor",
	"untrusted_root": "untrusted root",
	"missing_issuer": "missing issuer",
	"signature": "signature",
	"limit": "limit",
}

private_key_encoding := {
	"pkcs_8": "PKCS#8",
	"pkcs_1": "PKCS#1",
	"sec1": "SEC1",
	"dsa": "DSA",
	"open_ssh": "OpenSSH",
}

property_problem := {
	"unknown_property": "unknown property",
	"misspelt_property": "misspelt property",
	"misplaced_property": "misplaced property",
	"misplaced_properties": "misplaced properties",
	"lower_case_document": "lower-case document",
	"wrong_type": "wrong type",
	"boolean_in_quotes": "boolean in quotes",
	"number_in_quotes": "number in quotes",
	"property_of_aws": "property of AWS",
	"property_of_emr_on_eks": "property of EMR on EKS",
	"secret": "secret",
}

provider := {
	"cluster_dedicated_kdc": "ClusterDedicatedKdc",
	"external_kdc": "ExternalKdc",
}

provider_use := {
	"s3": "S3",
	"local_disks": "local disks",
	"traffic_between_nodes": "traffic between nodes",
}

public_key_type := {
	"rsa": "RSA",
	"rsa_pss": "RSA-PSS",
	"ec": "EC",
	"dsa": "DSA",
	"ed25519": "Ed25519",
	"ed448": "Ed448",
	"other": "other",
}

role_form := {
	"role_arn": "role ARN",
	"role_name": "role name",
	"other": "other",
}
