provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_emr_cluster" "lake" {
  name          = "lake"
  release_label = "emr-7.5.0"
  applications  = ["Spark"]
  service_role  = "EMR_DefaultRole"
  ec2_attributes {
    subnet_id        = "subnet-0123456789abcdef0"
    instance_profile = "EMR_EC2_DefaultRole"
  }
  master_instance_group {
    instance_type = "m5.xlarge"
  }
}
