import { App } from "cdktf";
import { WaysStack } from "./stack";

const { EMR_REGION, EMR_ENVIRONMENT, EMR_CERTIFICATES, EMR_ANALYSTS, EMR_PROVIDERS, AWS_ENDPOINT_URL } = process.env;
const [newest = "certs", ...former] = listed(EMR_CERTIFICATES);

const app = new App();
new WaysStack(app, "emr-ways", {
  region: EMR_REGION ?? "us-east-1",
  environment: EMR_ENVIRONMENT ?? "development",
  certificates: [newest, ...former],
  jar: EMR_PROVIDERS ?? "providers.jar",
  classes: { s3: "com.example.S3Keys", localDisk: "com.example.DiskKeys", tls: "com.example.Tls" },
  analysts: listed(EMR_ANALYSTS),
  endpoint: AWS_ENDPOINT_URL,
});
app.synth();

function listed(names = ""): readonly string[] {
  return names.split(",").filter((name) => name !== "");
}
