import { App } from "cdktf";
import { OrganizationStack } from "./stack";

const { AUDIT_REGION, AUDIT_IMAGE, AUDIT_SUBNETS, AUDIT_SECURITY_GROUPS, AUDIT_ROLE, AWS_ENDPOINT_URL } = process.env;
const list = (text: string | undefined, fallback: string) => (text ?? fallback).split(",");

const app = new App();
new OrganizationStack(app, "emr-encryption-audit", {
  region: AUDIT_REGION ?? "us-east-1",
  image: AUDIT_IMAGE ?? "123456789012.dkr.ecr.us-east-1.amazonaws.com/emr-encryption:latest",
  subnets: list(AUDIT_SUBNETS, "subnet-0123456789abcdef0"),
  securityGroups: list(AUDIT_SECURITY_GROUPS, "sg-0123456789abcdef0"),
  auditRole: AUDIT_ROLE ?? "emr-encryption-audit",
  endpoint: AWS_ENDPOINT_URL,
});
app.synth();
