/** What every app with the AWS provider takes, before anything of ours. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";

const app = new App();
new AwsProvider(new TerraformStack(app, "empty"), "aws", { region: "us-east-1" });
app.synth();
