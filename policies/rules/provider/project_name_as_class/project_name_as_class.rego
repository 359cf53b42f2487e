# METADATA
# title: The class is the name of a project
# description: |
#   The RSA provider for EMRFS is published as the project EMRFSRSAEncryptionMaterialsProvider. Its class has another
#   name, and EMR needs the class.
# related_resources:
#   - description: awslabs, EMRFS RSA encryption materials provider
#     ref: https://github.com/awslabs/emr-sample-apps/tree/master/emrfs-plugins/EMRFSRSAEncryptionMaterialsProvider
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{className} is the name of the project; its class is com.amazon.ws.emr.hadoop.fs.cse.RSAEncryptionMaterialsProvider"
#   remedy: "Use com.amazon.ws.emr.hadoop.fs.cse.RSAEncryptionMaterialsProvider."
package rules.provider.project_name_as_class

import data.logic
import data.value

checks contains {
	"id": p.id,
	"violated": logic.any([
		value.is(p.className, "EMRFSRSAEncryptionMaterialsProvider"),
		value.ends_with(p.className, ".EMRFSRSAEncryptionMaterialsProvider"),
	]),
	"path": p.path,
} if some p in input.providers
