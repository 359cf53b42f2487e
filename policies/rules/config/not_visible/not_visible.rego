# METADATA
# title: Nothing of the security configuration could be checked
# description: |
#   On a first plan the document names keys that do not exist yet, so the plan contains none of it. A plan made from HCL does
#   not keep the expression either; the sources do. Without them this rule is not evaluated, and the run fails: what was not
#   read must not pass for clean. For the same reason the run fails on a warning of this rule, which reports a document of another
#   state or a data source.
# related_resources:
#   - description: Terraform, JSON output format, expression representation
#     ref: https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
# custom:
#   since: "0.2.0"
#   severity: error
#   strict: true
#   evidence: fails
#   read: "2026-11-28"
#   message: "nothing of this configuration could be checked: its document depends on {obstacleReason}"
#   remedy: "Set the variable in terraform.tfvars, pass a file that sets it with --var-file, or lint the plan."
#   variants:
#     module:
#       message: "nothing of this configuration could be checked: its document is {obstacleReason}, whose source is missing"
#       remedy: "Run terraform init, which installs the modules, or lint the plan."
#     elsewhere:
#       severity: warning
#       message: "nothing of this configuration could be checked: its document comes from {obstacle}, which is known after apply"
#       remedy: "Lint a plan made after it exists, or the configuration that the document comes from."
#     expression:
#       message: "nothing of this configuration could be checked: its document is {obstacleReason}"
#       remedy: "Write the document so that it can be evaluated here, or lint a plan made after the resources that it refers to exist."
#     flag:
#       message: "whether this configuration encrypts could not be checked: EnableAtRestEncryption or EnableInTransitEncryption is {obstacleReason}"
#       remedy: "Write both flags as true or false, or pass the values that they are made from."
#     caller:
#       severity: info
#       message: "nothing of this configuration could be checked: the caller of this module sets its document ({obstacleReason})"
#       remedy: "Lint the configuration that calls this module; it sets the variable."
package rules.config.not_visible

import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(c.obstacle, sets.obstacle.variable),
	"path": ["configuration"],
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "elsewhere",
	"violated": value.one_of(c.obstacle, [sets.obstacle.another_state, sets.obstacle.a_data_source]),
	"path": ["configuration"],
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "flag",
	"violated": value.is(c.obstacle, sets.obstacle.a_flag),
	"path": ["configuration", "EncryptionConfiguration"],
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": variant,
	"violated": value.is(c.obstacle, variant),
	"path": ["configuration"],
} if {
	some c in input.configurations
	some variant in ["module", "expression", "caller"]
}
