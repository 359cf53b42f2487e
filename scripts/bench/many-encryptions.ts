/** Synthesizes an app with as many `EmrEncryption`s as its argument says, in one stack. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { EmrEncryption } from "../../modules";

const app = new App();
const stack = new TerraformStack(app, "many");
new AwsProvider(stack, "aws", { region: "us-east-1" });
for (let number = 0; number < Number(process.argv[2]); number += 1) {
  new EmrEncryption(stack, `encryption-${number}`, { inTransit: "off" });
}
app.synth();
