terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80"
    }
  }
}

variable "region" {
  type    = string
  default = "us-east-1"
}

variable "instance_role" {
  description = "Role in the instance profile of the nodes"
  type        = string
  default     = "EMR_EC2_DefaultRole"
}

variable "service_role" {
  description = "Service role of EMR"
  type        = string
  default     = "EMR_DefaultRole"
}

provider "aws" {
  region = var.region
  default_tags {
    tags = { Environment = "production" }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_iam_role" "instance" { name = var.instance_role }
data "aws_iam_role" "service" { name = var.service_role }

locals {
  key_user = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
  account_root = {
    Sid       = "AccountRoot"
    Effect    = "Allow"
    Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root" }
    Action    = "kms:*"
    Resource  = "*"
  }
}

# Objects in S3 and local disks have a key each: a role with permission on one cannot decrypt the other.
resource "aws_kms_key" "s3" {
  description             = "EMR: objects in S3"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  lifecycle { prevent_destroy = true }
}

resource "aws_kms_key_policy" "s3" {
  key_id = aws_kms_key.s3.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.account_root,
      {
        Sid       = "EmrS3Data"
        Effect    = "Allow"
        Principal = { AWS = data.aws_iam_role.instance.arn }
        Action    = local.key_user
        Resource  = "*"
      },
    ]
  })
}

resource "aws_kms_key" "local_disk" {
  description             = "EMR: local disks"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  lifecycle { prevent_destroy = true }
}

resource "aws_kms_key_policy" "local_disk" {
  key_id = aws_kms_key.local_disk.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.account_root,
      {
        Sid       = "EmrLocalDisk"
        Effect    = "Allow"
        Principal = { AWS = [data.aws_iam_role.instance.arn, data.aws_iam_role.service.arn] }
        Action    = local.key_user
        Resource  = "*"
      },
      {
        Sid       = "EmrEbsGrants"
        Effect    = "Allow"
        Principal = { AWS = data.aws_iam_role.service.arn }
        Action    = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
        Resource  = "*"
        Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
      },
    ]
  })
}

locals {
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = true
      EnableInTransitEncryption = true
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration = {
          EncryptionMode = "SSE-KMS"
          AwsKmsKey      = aws_kms_key.s3.arn
        }
        LocalDiskEncryptionConfiguration = {
          EncryptionKeyProviderType = "AwsKms"
          AwsKmsKey                 = aws_kms_key.local_disk.arn
          EnableEbsEncryption       = true
        }
      }
      InTransitEncryptionConfiguration = {
        # EMR creates the certificates. For your own: CertificateProviderType = "PEM", S3Object = "s3://bucket/certs.zip"
        TLSCertificateConfiguration = { CertificateProviderType = "EMR", ValidityInDays = 1095 }
      }
    }
    InstanceMetadataServiceConfiguration = {
      MinimumInstanceMetadataServiceVersion = 2
      HttpPutResponseHopLimit               = 1
    }
  })
}

# A security configuration cannot be changed, so its name follows from its content.
resource "aws_emr_security_configuration" "this" {
  name          = "emr-${substr(sha256(local.configuration), 0, 8)}"
  configuration = local.configuration
  depends_on    = [aws_kms_key_policy.s3, aws_kms_key_policy.local_disk]

  lifecycle {
    create_before_destroy = true
    # EMR adds the ARN of its CA's secret to the document that it stores; a change of the document changes the name.
    ignore_changes = [configuration]
  }
}

output "security_configuration" {
  description = "For security_configuration of aws_emr_cluster"
  value       = aws_emr_security_configuration.this.name
}
