# METADATA
# title: S3Object has an unexpected extension
# description: |
#   The AWS examples name a .zip for PEM and a .jar for custom providers. Another extension suggests that the wrong
#   object is named, which is noticed only when a cluster starts.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "S3Object of {place} is {object}; a name that ends in .{extension} is expected"
#   remedy: "Name the object that {place} needs, with a key that ends in .{extension}."
#   superseded_by: [config.s3_uri_invalid, config.unknown_property]
package rules.config.s3_uri_extension

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.tls.provider, provider),
	"violated": value.other_than(c.tls.objectExtension, [extension]),
	"path": array.concat(at.tls, ["S3Object"]),
	"params": {"place": "TLSCertificateConfiguration", "object": c.tls.object, "extension": extension},
} if {
	some c in input.configurations
	some provider, extension in {
		sets.certificate_provider_type.pem: "zip",
		sets.certificate_provider_type.custom: "jar",
	}
}

checks contains {
	"id": c.id,
	"applies": value.is(c.localDisk.provider, sets.encryption_key_provider_type.custom),
	"violated": value.other_than(c.localDisk.objectExtension, ["jar"]),
	"path": array.concat(at.local_disk, ["S3Object"]),
	"params": {"place": "LocalDiskEncryptionConfiguration", "object": c.localDisk.object, "extension": "jar"},
} if some c in input.configurations

checks contains {
	"id": c.id,
	"applies": value.is(s3.mode, sets.encryption_mode.cse_custom),
	"violated": value.other_than(s3.objectExtension, ["jar"]),
	"path": array.concat(s3.path, ["S3Object"]),
	"params": {"place": s3.place, "object": s3.object, "extension": "jar"},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
