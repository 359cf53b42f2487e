# METADATA
# title: S3Object does not end as its kind of file does
# description: |
#   PEM needs a zip, and providers of your own need a JAR; AWS writes that the names end so. Another ending is a sign
#   that the wrong object is named, and only a starting cluster would tell.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   subject: configurations
#   severity: warning
#   message: "S3Object of {place} is {object}, need a name that ends in .{extension}"
#   remedy: "Name the object that holds what {place} needs, and let its key end in .{extension}."
#   unless: [config.s3_uri_invalid, config.unknown_property]
package rules.config.s3_uri_extension

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.tls.provider, "PEM"), value.other_than(c.tls.objectExtension, ["zip"])]),
	"path": array.concat(at.tls, ["S3Object"]),
	"params": {"place": "TLSCertificateConfiguration", "object": c.tls.object, "extension": "zip"},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.tls.provider, "Custom"), value.other_than(c.tls.objectExtension, ["jar"])]),
	"path": array.concat(at.tls, ["S3Object"]),
	"params": {"place": "TLSCertificateConfiguration", "object": c.tls.object, "extension": "jar"},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.localDisk.provider, "Custom"), value.other_than(c.localDisk.objectExtension, ["jar"])]),
	"path": array.concat(at.local_disk, ["S3Object"]),
	"params": {"place": "LocalDiskEncryptionConfiguration", "object": c.localDisk.object, "extension": "jar"},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(s3.mode, "CSE-Custom"), value.other_than(s3.extension, ["jar"])]),
	"path": array.concat(s3.path, ["S3Object"]),
	"params": {"place": s3.place, "object": s3.object, "extension": "jar"},
} if {
	some c in input.configurations
	some s3 in array.concat(
		[{"place": "S3EncryptionConfiguration", "path": at.s3, "mode": c.s3.mode, "object": c.s3.object, "extension": c.s3.objectExtension}],
		[{"place": at.override_name(i), "path": at.override(i), "mode": override.mode, "object": override.object, "extension": override.objectExtension} |
			some i, override in c.s3Overrides
		],
	)
}
