# METADATA
# title: The cluster has a key for log files but no log location
# description: |
#   EMR copies log files to the bucket of log_uri. Without log_uri it copies nothing, so log_encryption_kms_key_id
#   encrypts nothing, and the logs are lost with the nodes.
# related_resources:
#   - description: "Terraform AWS provider, issue 17062: log encryption of EMR clusters"
#     ref: https://github.com/hashicorp/terraform-provider-aws/issues/17062
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "log_encryption_kms_key_id is {logKey}, but the cluster has no log_uri, so there are no log files to encrypt"
#   remedy: "Set log_uri to a location for the log files, or remove log_encryption_kms_key_id."
package rules.cluster.log_key_unused

import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.present(c.logKey), value.absent(c.logUri)]),
	"path": ["log_encryption_kms_key_id"],
} if some c in input.clusters
