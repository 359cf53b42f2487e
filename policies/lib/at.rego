# METADATA
# title: Places in a security configuration
# description: Paths from the resource's argument on, for the `path` of checks.
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
# description: An override's name in messages.
override_name(i) := concat("", ["Overrides[", format_int(i, 10), "]"])

# METADATA
# description: What nodes may ask the instance metadata service.
imds := ["configuration", "InstanceMetadataServiceConfiguration"]

# METADATA
# description: How users prove who they are.
kerberos := ["configuration", "AuthenticationConfiguration", "KerberosConfiguration"]

# METADATA
# description: Trusted resourceNames of IAM Identity Center.
identity_center := ["configuration", "AuthenticationConfiguration", "IdentityCenterConfiguration"]

# METADATA
# description: A role that EMRFS takes for some requests.
role_mapping(i) := ["configuration", "AuthorizationConfiguration", "EmrFsConfiguration", "RoleMappings", i]

# METADATA
# description: Authorization by Apache Ranger.
ranger := ["configuration", "AuthorizationConfiguration", "RangerConfiguration"]
