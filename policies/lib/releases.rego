# METADATA
# title: Releases of EMR
# description: Features and defects of releases, generated from formats/releases.json by npm run generate.
package releases

# METADATA
# description: The first release that supports a feature.
gates := [
	{"feature": "security configurations", "text": "emr-4.8.0", "from_number": 4008000, "of6_number": 0},
	{"feature": "Kerberos", "text": "emr-5.10.0", "from_number": 5010000, "of6_number": 0},
	{"feature": "role mappings", "text": "emr-5.10.0", "from_number": 5010000, "of6_number": 0},
	{"feature": "external KDC", "text": "emr-5.20.0", "from_number": 5020000, "of6_number": 0},
	{"feature": "EBS encryption", "text": "emr-5.24.0", "from_number": 5024000, "of6_number": 0},
	{"feature": "Apache Ranger", "text": "emr-5.32.0 (emr-6.3.0 of EMR 6)", "from_number": 5032000, "of6_number": 6003000},
	{"feature": "Identity Center", "text": "emr-6.15.0", "from_number": 6015000, "of6_number": 0},
	{"feature": "Ranger's plug-in for Trino", "text": "emr-6.7.0", "from_number": 6007000, "of6_number": 0},
	{"feature": "runtime roles", "text": "emr-6.7.0", "from_number": 6007000, "of6_number": 0},
	{"feature": "Identity Center with runtime roles", "text": "emr-7.8.0", "from_number": 7008000, "of6_number": 0},
	{"feature": "logs in CloudWatch", "text": "emr-7.11.0", "from_number": 7011000, "of6_number": 0},
	{"feature": "user background sessions", "text": "emr-7.11.0", "from_number": 7011000, "of6_number": 0},
]

# METADATA
# description: Defects with encryption, from a release to a release.
defects := [
	{
		"id": "history",
		"defect": "the application history is empty when in-transit encryption is on",
		"instead": "a later release",
		"from_number": 5008000,
		"to_number": 5008000,
	},
	{
		"id": "hive",
		"defect": "Hive fails when at-rest encryption is on",
		"instead": "a later release",
		"from_number": 5031000,
		"to_number": 5032000,
	},
	{
		"id": "any",
		"defect": "Ganglia and EMR Notebooks fail with any security configuration",
		"instead": "a later release",
		"from_number": 6002000,
		"to_number": 6002000,
	},
	{
		"id": "metastore",
		"defect": "Spark cannot reach a Hive metastore when in-transit encryption is on with Kerberos",
		"instead": "hive.metastore.use.SSL false in hive-site and spark-hive-site, or the AWS Glue Data Catalog",
		"from_number": 7003000,
		"to_number": 7014000,
	},
]
