/**
 * How long `audit` takes for an account of 200 security configurations with 400 keys, where each answer takes 20 ms more: on moto,
 * behind a proxy that delays. moto answers one request at a time, so the proxy repeats in a second run what moto answered in the first.
 */
import { spawn } from "node:child_process";
import { Agent, createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { CreateSecurityConfigurationCommand, EMRClient } from "@aws-sdk/client-emr";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { openMotoDoor } from "../../test/certificates/moto-door";
import { memory, usage } from "./measure";

const LATENCY = 20;
const CONFIGURATIONS = 200;
/** Requests that are repeated one after the other; the time of the others is computed from theirs. */
const SAMPLE = 200;
const region = "us-east-1";
const binary = resolve(__dirname, "../../bin/emr-encryption.js");

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Measures one account and prints the figures. */
export async function auditAccount(): Promise<void> {
  const moto = await openMotoDoor();
  const proxy = await delaying(moto.endpoint);
  try {
    await fill(moto.endpoint);
    const Configurations = Array.from({ length: CONFIGURATIONS }, (_, at) => ({ Name: `lake-${at}` }));
    moto.answer("ListSecurityConfigurations", () => ({ result: { SecurityConfigurations: Configurations } }));
    await audit(proxy.endpoint);
    proxy.calls.length = 0;
    const { milliseconds, mebibytes, processor, requests } = await audit(proxy.endpoint);
    const calls = [...proxy.calls];
    const keys = new Set(calls.map(keyOf));
    const each = (await oneAfterTheOther(proxy.endpoint, calls.slice(0, SAMPLE))) / Math.min(SAMPLE, calls.length);
    console.log(
      `audit of ${CONFIGURATIONS} configurations and ${2 * CONFIGURATIONS} keys, ${LATENCY} ms for each answer`,
    );
    console.log(`  ${requests}`);
    console.log(`  ${calls.length - keys.size} calls made twice`);
    console.log(
      `  time    ${Math.round(milliseconds)} ms : ${Math.round(each * calls.length)} ms one after the other, ratio ${((each * calls.length) / milliseconds).toFixed(1)}`,
    );
    console.log(`  processor time of the audit ${Math.round(processor)} ms, memory ${Math.round(mebibytes)} MiB`);
  } finally {
    proxy.stop();
    await moto.stop();
  }
}

async function fill(endpoint: string): Promise<void> {
  const options = { region, endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const [kms, emr] = [new KMSClient(options), new EMRClient(options)];
  for (let at = 0; at < CONFIGURATIONS; at++) {
    const [s3, disk] = await Promise.all([kms, kms].map((client) => client.send(new CreateKeyCommand({}))));
    const AtRestEncryptionConfiguration = {
      S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: s3?.KeyMetadata?.Arn },
      LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: disk?.KeyMetadata?.Arn },
    };
    const EncryptionConfiguration = {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: false,
      AtRestEncryptionConfiguration,
    };
    const SecurityConfiguration = JSON.stringify({ EncryptionConfiguration });
    await emr.send(new CreateSecurityConfigurationCommand({ Name: `lake-${at}`, SecurityConfiguration }));
  }
}

/** One audit as a process of its own. */
async function audit(endpoint: string) {
  const started = performance.now();
  const child = spawn(process.execPath, ["--require", memory, binary, "audit", "--region", region, "--verbose"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    env: { ...process.env, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
  });
  const [errors, told] = await Promise.all(
    [child.stdio[2], child.stdio[3]].map((stream) => text(stream as NodeJS.ReadableStream)),
  );
  const milliseconds = performance.now() - started;
  const requests = /\d+ requests: .*/.exec(errors ?? "")?.[0];
  if (requests === undefined) throw new Error(`audit failed: ${errors}`);
  return { milliseconds, ...usage(told ?? ""), requests };
}

/** A proxy that waits before each answer, and asks what is behind it only once for each. */
async function delaying(behind: string) {
  const calls: Call[] = [];
  const known = new Map<string, Answer>();
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const call = { method, url, headers, body: await text(incoming) };
    calls.push(call);
    const key = keyOf(call);
    const [answer] = await Promise.all([known.get(key) ?? send(behind, call), setTimeout(LATENCY)]);
    known.set(key, answer);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Equal for the same call, whenever it is signed. */
function keyOf({ method, url, headers, body }: Call): string {
  return JSON.stringify([method, url, headers["x-amz-target"], body]);
}

async function oneAfterTheOther(endpoint: string, calls: readonly Call[]): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  for (const call of calls) await send(endpoint, call, agent);
  agent.destroy();
  return performance.now() - started;
}

function send(endpoint: string, { method, url, headers, body }: Call, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(url, endpoint), { method, headers, agent }, async (incoming) => {
      const { statusCode: status = 500, headers } = incoming;
      const { "transfer-encoding": _, ...rest } = headers;
      resolve({ status, headers: rest, body: await text(incoming) });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

if (require.main === module) void auditAccount();
