# METADATA
# title: Places in a security configuration
# description: Paths from the resource's argument, for the `path` of checks.
package at

# METADATA
# description: All of encryption.
encryption := ["configuration", "EncryptionConfiguration"]

# METADATA
# description: Encryption at rest.
rest := array.concat(encryption, ["AtRestEncryptionConfiguration"])

# METADATA
# description: Encryption of objects in S3.
s3 := array.concat(rest, ["S3EncryptionConfiguration"])

# METADATA
# description: Encryption of the nodes' disks.
local_disk := array.concat(rest, ["LocalDiskEncryptionConfiguration"])

# METADATA
# description: Certificates for traffic between nodes.
tls := array.concat(encryption, ["InTransitEncryptionConfiguration", "TLSCertificateConfiguration"])

# METADATA
# description: Encryption of HBase's write-ahead log.
wal := array.concat(encryption, ["EMRWALEncryptionConfiguration"])

# METADATA
# description: Encryption of one bucket.
override(i) := array.concat(s3, ["Overrides", i])

# METADATA
# description: Name of an override in messages.
override_name(i) := concat("", ["Overrides[", format_int(i, 10), "]"])

# METADATA
# description: |
#   The encryption of every bucket: S3EncryptionConfiguration and its overrides, each with its `place`, as messages call it, and
#   its `path`.
s3_places(default_encryption, overrides) := array.concat(
	[object.union(default_encryption, {"place": "S3EncryptionConfiguration", "path": s3})],
	[object.union(bucket, {"place": override_name(i), "path": override(i)}) | some i, bucket in overrides],
)

# METADATA
# description: Every section that may name an object in S3 or a class, with its `place` and `path`.
object_places(configuration) := array.concat(
	s3_places(configuration.s3, configuration.s3Overrides),
	[
		# regal ignore:external-reference
		object.union(configuration.localDisk, {"place": "LocalDiskEncryptionConfiguration", "path": local_disk}),
		# regal ignore:external-reference
		object.union(configuration.tls, {"place": "TLSCertificateConfiguration", "path": tls}),
	],
)

# METADATA
# description: Every section that may name a KMS key, with its `place` and `path`.
key_places(configuration) := array.concat(
	object_places(configuration),
	# regal ignore:external-reference
	[object.union(configuration.wal, {"place": "EMRWALEncryptionConfiguration", "path": wal})],
)

# METADATA
# description: How nodes reach the instance metadata service.
imds := ["configuration", "InstanceMetadataServiceConfiguration"]

# METADATA
# description: How users authenticate.
kerberos := ["configuration", "AuthenticationConfiguration", "KerberosConfiguration"]

# METADATA
# description: Trusted identity propagation with IAM Identity Center.
identity_center := ["configuration", "AuthenticationConfiguration", "IdentityCenterConfiguration"]

# METADATA
# description: A role that EMRFS assumes for some requests.
role_mapping(i) := ["configuration", "AuthorizationConfiguration", "EmrFsConfiguration", "RoleMappings", i]

# METADATA
# description: Authorization by Apache Ranger.
ranger := ["configuration", "AuthorizationConfiguration", "RangerConfiguration"]
