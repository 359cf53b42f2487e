import { App } from "cdktf";
import { ClusterStack } from "./stack";

const { EMR_REGION, EMR_ENVIRONMENT, EMR_CERTIFICATES, AWS_ENDPOINT_URL } = process.env;

const app = new App();
new ClusterStack(app, "emr-cluster", {
  region: EMR_REGION ?? "us-east-1",
  environment: EMR_ENVIRONMENT ?? "development",
  certificates: EMR_CERTIFICATES ?? "certs",
  endpoint: AWS_ENDPOINT_URL,
});
app.synth();
