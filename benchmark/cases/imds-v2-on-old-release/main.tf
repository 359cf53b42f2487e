provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

resource "aws_iam_role" "nodes" {
  name               = "lake-nodes"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role" "service" {
  name               = "lake-service"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "elasticmapreduce.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_instance_profile" "nodes" {
  name = "lake-nodes"
  role = aws_iam_role.nodes.name
}
resource "aws_kms_key" "s3" {
  enable_key_rotation = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Admin", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/admin" }, Action = ["kms:Put*", "kms:Describe*", "kms:Get*", "kms:List*", "kms:Update*", "kms:ScheduleKeyDeletion", "kms:Enable*", "kms:TagResource"], Resource = "*" }, { Effect = "Allow", Principal = { AWS = [aws_iam_role.nodes.arn, aws_iam_role.service.arn] }, Action = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"], Resource = "*" }]
  })
}
resource "aws_kms_key" "disk" {
  enable_key_rotation = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Admin", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/admin" }, Action = ["kms:Put*", "kms:Describe*", "kms:Get*", "kms:List*", "kms:Update*", "kms:ScheduleKeyDeletion", "kms:Enable*", "kms:TagResource"], Resource = "*" }, { Effect = "Allow", Principal = { AWS = [aws_iam_role.nodes.arn, aws_iam_role.service.arn] }, Action = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"], Resource = "*" }, { Effect = "Allow", Principal = { AWS = aws_iam_role.service.arn }, Action = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], Resource = "*", Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } } }]
  })
}
resource "aws_emr_security_configuration" "lake" {
  name_prefix = "lake-"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = true
      EnableAtRestEncryption    = true
      InTransitEncryptionConfiguration = {
        TLSCertificateConfiguration = {
          CertificateProviderType = "PEM"
          S3Object                = "s3://emr-artifacts-example/tls/nodes.zip"
        }
      }
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration = {
          EncryptionMode = "SSE-KMS"
          AwsKmsKey      = aws_kms_key.s3.arn
        }
        LocalDiskEncryptionConfiguration = {
          EncryptionKeyProviderType = "AwsKms"
          AwsKmsKey                 = aws_kms_key.disk.arn
          EnableEbsEncryption       = true
        }
      }
    }
    InstanceMetadataServiceConfiguration = {
      MinimumInstanceMetadataServiceVersion = 2
      HttpPutResponseHopLimit               = 1
    }
  })
}
resource "aws_emr_cluster" "lake" {
  name                   = "lake"
  release_label          = "emr-6.1.0"
  applications           = ["Spark"]
  service_role           = aws_iam_role.service.arn
  security_configuration = aws_emr_security_configuration.lake.name
  ec2_attributes {
    subnet_id        = "subnet-0123456789abcdef0"
    instance_profile = aws_iam_instance_profile.nodes.arn
  }
  master_instance_group {
    instance_type = "m5.xlarge"
  }
}
