# The role that bedrock-meter reads an account with. Read-only; trusted with an ExternalId.
# What the machine may need itself (pricing:GetProducts, bedrock:CountTokens): docs/permissions.md.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

variable "trusted_principal" {
  type        = string
  description = "ARN of the identity that bedrock-meter runs as, or of its account's root"
}

variable "external_id" {
  type        = string
  sensitive   = true
  description = "The same text as in the configuration's role.externalId"
}

variable "role_name" {
  type    = string
  default = "bedrock-meter"
}

variable "log_group" {
  type        = string
  default     = "*"
  description = "Log group of the invocation logs"
}

variable "bucket" {
  type        = string
  default     = "*"
  description = "Bucket of the invocation logs"
}

variable "queue_arn" {
  type        = string
  default     = ""
  description = "ARN of the queue that S3 announces new invocation logs in; empty: there is none"
}

variable "export_bucket" {
  type        = string
  default     = ""
  description = "Bucket of a CUR 2.0 export; empty: there is none"
}

variable "read_bill" {
  type        = bool
  default     = false
  description = "Allow Cost Explorer, which bills a cent for each request"
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.trusted_principal]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "InvocationLogsInCloudWatch"
    actions   = ["logs:FilterLogEvents"]
    resources = ["arn:${data.aws_partition.current.partition}:logs:*:${data.aws_caller_identity.current.account_id}:log-group:${var.log_group}:*"]
  }

  statement {
    sid       = "LogGroups"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["*"]
  }

  statement {
    sid       = "ListInvocationLogsInS3"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"]
  }

  statement {
    sid       = "ReadInvocationLogsInS3"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.bucket}/*"]
  }

  dynamic "statement" {
    for_each = var.queue_arn == "" ? [] : [1]
    content {
      sid = "Notifications"
      actions = [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
      ]
      resources = [var.queue_arn]
    }
  }

  statement {
    sid       = "Metrics"
    actions = [
      "cloudwatch:GetMetricData",
      "cloudwatch:ListMetrics",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "LoggingConfiguration"
    actions   = ["bedrock:GetModelInvocationLoggingConfiguration"]
    resources = ["*"]
  }

  statement {
    sid       = "Profiles"
    actions = [
      "bedrock:ListInferenceProfiles",
      "bedrock:ListTagsForResource",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "Models"
    actions = [
      "bedrock:ListFoundationModels",
      "bedrock:ListCustomModels",
      "bedrock:ListCustomModelDeployments",
      "bedrock:ListImportedModels",
      "bedrock:ListPromptRouters",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "Commitments"
    actions   = ["bedrock:ListProvisionedModelThroughputs"]
    resources = ["*"]
  }

  statement {
    sid       = "Jobs"
    actions = [
      "bedrock:ListModelInvocationJobs",
      "bedrock:ListAsyncInvokes",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "Agents"
    actions = [
      "bedrock:ListAgents",
      "bedrock:ListAgentAliases",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "Quotas"
    actions = [
      "servicequotas:ListAWSDefaultServiceQuotas",
      "servicequotas:ListRequestedServiceQuotaChangeHistory",
      "servicequotas:ListServiceQuotas",
    ]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.read_bill ? [1] : []
    content {
      sid       = "Bill"
      actions   = ["ce:GetCostAndUsage"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.export_bucket == "" ? [] : [1]
    content {
      sid       = "ListBillExport"
      actions   = ["s3:ListBucket"]
      resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.export_bucket}"]
    }
  }

  dynamic "statement" {
    for_each = var.export_bucket == "" ? [] : [1]
    content {
      sid       = "ReadBillExport"
      actions   = ["s3:GetObject"]
      resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.export_bucket}/*"]
    }
  }
}

resource "aws_iam_role" "bedrock_meter" {
  name                 = var.role_name
  description          = "bedrock-meter reads usage of Amazon Bedrock"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "read" {
  name   = "read-bedrock-usage"
  role   = aws_iam_role.bedrock_meter.id
  policy = data.aws_iam_policy_document.read.json
}

output "role_arn" {
  description = "For accounts[].role.arn"
  value       = aws_iam_role.bedrock_meter.arn
}
