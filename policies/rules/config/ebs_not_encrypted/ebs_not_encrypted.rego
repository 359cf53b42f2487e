# METADATA
# title: EBS volumes are left to LUKS, and the root volume in clear
# description: |
#   With AwsKms alone EMR encrypts the attached volumes with LUKS, from inside the instance. The root volume, with
#   logs, swap and whatever users leave in /tmp, is encrypted only with EnableEbsEncryption (EMR 5.24.0 and later).
# related_resources:
#   - description: Amazon EMR Management Guide, encryption options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
#   - description: AWS Control Tower, proactive controls for Amazon EMR
#     ref: https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
# custom:
#   rowKind: configurations
#   severity: warning
#   message: "EnableEbsEncryption is not true, so the root volumes of nodes are not encrypted"
#   remedy: "Set EnableEbsEncryption to true, and make the cluster's service role a user of the key."
#   variants:
#     by_default:
#       severity: info
#       message: "EnableEbsEncryption is not true, so root volumes are encrypted only by the default of account and Region"
#       remedy: "Set EnableEbsEncryption to true, so that the configuration does not depend on the account."
#   superseded_by: [config.unknown_property]
package rules.config.ebs_not_encrypted

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([
		_left_out(c.atRest, c.localDisk.provider, c.localDisk.ebs),
		logic.none([value.is(c.localDisk.ebsByDefault, true)]),
	]),
	"path": array.concat(at.local_disk, ["EnableEbsEncryption"]),
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "by_default",
	"violated": logic.all([
		_left_out(c.atRest, c.localDisk.provider, c.localDisk.ebs),
		value.is(c.localDisk.ebsByDefault, true),
	]),
	"path": array.concat(at.local_disk, ["EnableEbsEncryption"]),
} if {
	some c in input.configurations
}

_left_out(at_rest, provider, ebs) := logic.all([
	value.is(at_rest, true),
	value.is(provider, "AwsKms"),
	logic.none([value.is(ebs, true)]),
])
