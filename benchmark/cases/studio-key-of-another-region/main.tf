provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_emr_studio" "notebooks" {
  name                        = "notebooks"
  auth_mode                   = "IAM"
  default_s3_location         = "s3://lake-notebooks-example/"
  engine_security_group_id    = "sg-0123456789abcdef0"
  workspace_security_group_id = "sg-0123456789abcdef1"
  service_role                = "arn:aws:iam::111122223333:role/studio"
  subnet_ids                  = ["subnet-0123456789abcdef0"]
  vpc_id                      = "vpc-0123456789abcdef0"
  encryption_key_arn          = "arn:aws:kms:us-west-2:111122223333:key/11111111-1111-4111-8111-111111111111"
}
