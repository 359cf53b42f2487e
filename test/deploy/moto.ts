import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pythonTools } from "../../scripts/fixtures/python-tools";

/** AWS's API on this machine, empty at first. */
export interface Moto {
  readonly url: string;
  /** Creates a role that EC2 and EMR may assume, as EMR's own `create-default-roles` does. */
  createRole(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts moto on a free port of 127.0.0.1. */
export async function startMoto(): Promise<Moto> {
  const command = [join(__dirname, "moto_server.py"), "-H", "127.0.0.1", "-p", "0"];
  const server = spawn(join(pythonTools(), "python"), command, {
    stdio: ["ignore", "ignore", "pipe"],
    // AWS's own policies exist in every account, AmazonEMRServicePolicy_v2 among them.
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
  });
  const ended = once(server, "exit");
  const stop = async () => {
    server.kill();
    await ended;
  };
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const running = said.match(/Running on (http:\/\/127\.0\.0\.1:\d+)/)?.[1];
      if (running) resolve(running);
    });
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`moto ended with ${code}: ${said}`)));
  });
  // Later output is not needed, but has to be read, or the process would block.
  server.stderr.removeAllListeners("data").resume();
  return { url, stop, createRole: (name) => createRole(url, name) };
}

async function createRole(url: string, name: string): Promise<void> {
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: ["ec2.amazonaws.com", "elasticmapreduce.amazonaws.com"] },
        Action: "sts:AssumeRole",
      },
    ],
  };
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      // moto finds the service by the credential's scope, and checks no signature.
      Authorization:
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: new URLSearchParams({
      Action: "CreateRole",
      Version: "2010-05-08",
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    }),
  });
  if (!answer.ok) throw new Error(`moto did not make the role '${name}': ${await answer.text()}`);
}
