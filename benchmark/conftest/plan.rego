# Checks of a plan as a team writes them by hand for conftest, which has none of its own.
package main

import rego.v1

configurations contains change if {
	some change in input.resource_changes
	change.type == "aws_emr_security_configuration"
	change.change.after != null
}

deny contains "at_rest" if {
	some change in configurations
	not encryption(change).EnableAtRestEncryption == true
}

deny contains "in_transit" if {
	some change in configurations
	not encryption(change).EnableInTransitEncryption == true
}

deny contains "one_key" if {
	some change in configurations
	at_rest := encryption(change).AtRestEncryptionConfiguration
	at_rest.S3EncryptionConfiguration.AwsKmsKey == at_rest.LocalDiskEncryptionConfiguration.AwsKmsKey
}

deny contains "no_security_configuration" if {
	some change in input.resource_changes
	change.type == "aws_emr_cluster"
	object.get(change.change.after, "security_configuration", null) == null
	not change.change.after_unknown.security_configuration
}

deny contains "rotation" if {
	some change in input.resource_changes
	change.type == "aws_kms_key"
	not change.change.after.enable_key_rotation == true
}

encryption(change) := json.unmarshal(change.change.after.configuration).EncryptionConfiguration
