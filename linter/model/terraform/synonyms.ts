/** Computed attributes that equal an argument, as the provider documents them. */
export const SYNONYMS: { readonly [attribute: string]: string } = {
  "aws_emr_security_configuration.id": "name",
  "aws_iam_instance_profile.id": "name",
  "aws_iam_role.id": "name",
  "aws_kms_alias.id": "name",
  "aws_s3_bucket.id": "bucket",
  "terraform_data.output": "input",
};
