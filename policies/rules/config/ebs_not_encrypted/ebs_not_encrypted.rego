# METADATA
# title: The nodes' root volumes are not encrypted by EMR
# description: |
#   With AwsKms alone EMR encrypts the attached volumes with LUKS from inside the instance. The root volume, which holds
#   logs, swap and /tmp, is encrypted only with EnableEbsEncryption (EMR 5.24.0 and later), an encrypted AMI, or EBS
#   encryption by default.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
#   - https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "EnableEbsEncryption is not true, so EMR does not encrypt the root volumes of nodes"
#   remedy: "Set EnableEbsEncryption to true, and allow the cluster's service role to use the key."
#   variants:
#     by_default:
#       severity: info
#       message: "EnableEbsEncryption is not true, so root volumes are encrypted only by the EBS default of the account and Region"
#       remedy: "Set EnableEbsEncryption to true, so that encryption does not depend on the account."
#     by_image:
#       severity: info
#       message: "EnableEbsEncryption is not true, so root volumes are encrypted only by the clusters' machine images"
#       remedy: "Set EnableEbsEncryption to true, so that encryption does not depend on the image."
#   superseded_by: [config.unknown_property]
package rules.config.ebs_not_encrypted

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([
		_left_out(c.atRest, c.localDisk.provider, c.localDisk.ebs),
		logic.none([value.is(c.localDisk.ebsByDefault, true), value.is(c.localDisk.imageEncrypted, true)]),
	]),
	"path": array.concat(at.local_disk, ["EnableEbsEncryption"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "by_default",
	"violated": logic.all([
		_left_out(c.atRest, c.localDisk.provider, c.localDisk.ebs),
		value.is(c.localDisk.ebsByDefault, true),
	]),
	"path": array.concat(at.local_disk, ["EnableEbsEncryption"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "by_image",
	"violated": logic.all([
		_left_out(c.atRest, c.localDisk.provider, c.localDisk.ebs),
		logic.none([value.is(c.localDisk.ebsByDefault, true)]),
		value.is(c.localDisk.imageEncrypted, true),
	]),
	"path": array.concat(at.local_disk, ["EnableEbsEncryption"]),
} if some c in input.configurations

_left_out(at_rest, provider, ebs) := logic.all([
	value.is(at_rest, true),
	value.is(provider, sets.encryption_key_provider_type.aws_kms),
	logic.none([value.is(ebs, true)]),
])
