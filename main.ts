import { App } from "cdktf";
import { EncryptionStack } from "./examples/encryption/stack";

const { EMR_REGION, EMR_ENVIRONMENT, EMR_CERTIFICATES, EMR_SHARED_KEY, AWS_ENDPOINT_URL } = process.env;

const app = new App();
new EncryptionStack(app, "emr-encryption", {
  region: EMR_REGION ?? "us-east-1",
  environment: EMR_ENVIRONMENT ?? "development",
  certificates: EMR_CERTIFICATES ?? "certs",
  sharedKey: EMR_SHARED_KEY === "true",
  endpoint: AWS_ENDPOINT_URL,
});
app.synth();
