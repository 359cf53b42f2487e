import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MotoDoor, openMotoDoor } from "../../certificates/moto-door";

/** AWS on this machine, for commands that run in a folder of their own. */
export interface Aws {
  readonly region: string;
  readonly cwd: string;
  readonly moto: MotoDoor;
  stop(): Promise<void>;
}

const region = "us-west-2";

/** Starts AWS for this process, until it is stopped. */
export async function openAws(): Promise<Aws> {
  const cwd = mkdtempSync(join(tmpdir(), "aws-"));
  const environment = { ...process.env };
  const moto = await openMotoDoor();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: region,
    AWS_CONFIG_FILE: join(cwd, "aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(cwd, "aws-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
  });
  const stop = async () => {
    await moto.stop();
    process.env = environment;
    rmSync(cwd, { recursive: true, force: true });
  };
  return { region, cwd, moto, stop };
}
