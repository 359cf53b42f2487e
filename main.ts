import { App } from "cdktf";
import { EncryptionStack } from "./examples/encryption/stack";

const { EMR_REGION, EMR_ENVIRONMENT, EMR_CERTS, EMR_BREAK, AWS_ENDPOINT_URL } = process.env;

const app = new App();
new EncryptionStack(app, "emr-encryption", {
  region: EMR_REGION ?? "us-east-1",
  environment: EMR_ENVIRONMENT ?? "development",
  certificates: EMR_CERTS ?? "certs",
  sharedKey: EMR_BREAK === "shared-key",
  endpoint: AWS_ENDPOINT_URL,
});
app.synth();
