package main

# What a careful team writes for conftest: three of our rules over the raw plan, as far as a plan shows them.

resources contains change if {
	some change in input.resource_changes
	change.mode == "managed"
}

deny contains message if {
	some key in resources
	key.type == "aws_kms_key"
	object.get(key.change.after, "enable_key_rotation", false) != true
	message := sprintf("%s: rotation is off", [key.address])
}

deny contains message if {
	some configuration in resources
	configuration.type == "aws_emr_security_configuration"
	document := json.unmarshal(configuration.change.after.configuration)
	object.get(document.EncryptionConfiguration, "EnableInTransitEncryption", false) != true
	message := sprintf("%s: encryption in transit is off", [configuration.address])
}

deny contains message if {
	some configuration in resources
	configuration.type == "aws_emr_security_configuration"
	at_rest := json.unmarshal(configuration.change.after.configuration).EncryptionConfiguration.AtRestEncryptionConfiguration
	at_rest.S3EncryptionConfiguration.AwsKmsKey == at_rest.LocalDiskEncryptionConfiguration.AwsKmsKey
	message := sprintf("%s: one key for S3 and local disks", [configuration.address])
}
