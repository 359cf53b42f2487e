provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_emrserverless_application" "etl" {
  name          = "etl"
  release_label = "emr-7.5.0"
  type          = "spark"
}
