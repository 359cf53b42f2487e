import { App } from "cdktf";
import { WaysStack } from "./stack";

const { EMR_REGION, EMR_ENVIRONMENT, EMR_CERTIFICATES, EMR_ANALYSTS, AWS_ENDPOINT_URL } = process.env;
const { EMR_KEY_PROVIDERS, EMR_TLS_PROVIDER } = process.env;
const [newest = "certs", ...former] = listed(EMR_CERTIFICATES);

const app = new App();
new WaysStack(app, "emr-ways", {
  region: EMR_REGION ?? "us-east-1",
  environment: EMR_ENVIRONMENT ?? "development",
  certificates: [newest, ...former],
  keys: {
    jar: EMR_KEY_PROVIDERS ?? "examples/custom-key-provider/target/custom-key-provider.jar",
    s3: "example.emr.ConfiguredKeyProvider",
    localDisk: "example.emr.LocalDiskKeyProvider",
  },
  tls: {
    jar: EMR_TLS_PROVIDER ?? "examples/custom-tls-provider/target/custom-tls-provider.jar",
    providerClass: "example.emr.SecretsManagerTlsProvider",
  },
  analysts: listed(EMR_ANALYSTS),
  endpoint: AWS_ENDPOINT_URL,
});
app.synth();

function listed(names = ""): readonly string[] {
  return names.split(",").filter((name) => name !== "");
}
