import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { join } from "node:path";
import { pythonTools } from "../../scripts/python-tools";

/** moto as the AWS API, behind a door that writes down what was asked. */
export interface Moto {
  readonly endpoint: string;
  /** Bodies of the requests whose `X-Amz-Target` ends so, as JSON, in order. */
  asked(operation: string): readonly unknown[];
  /** Edits the answers of an operation, where moto says less than AWS would. */
  amend(operation: string, edit: (answer: string) => string): void;
  stop(): Promise<void>;
}

const host = "127.0.0.1";

/** Starts moto on a free port; `stop` ends it. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const process = spawn(join(pythonTools(), "moto_server"), ["-H", host, "-p", `${port}`], { stdio: "ignore" });
  await answering(port, process);
  const seen: { readonly target: string; readonly body: string }[] = [];
  const edits = new Map<string, Edit>();
  const door = await open(port, (target, body) => {
    seen.push({ target, body });
    return edits.get(target.split(".").at(-1) ?? "");
  });
  return {
    endpoint: `http://${host}:${(door.address() as AddressInfo).port}`,
    asked: (operation) =>
      seen.filter(({ target }) => target.endsWith(`.${operation}`)).map(({ body }) => JSON.parse(body) as unknown),
    amend: (operation, edit) => void edits.set(operation, edit),
    stop: async () => {
      door.closeAllConnections();
      door.close();
      const ended = new Promise((resolve) => process.once("exit", resolve));
      process.kill();
      await ended;
    },
  };
}

type Edit = (answer: string) => string;

async function open(port: number, saw: (target: string, body: string) => Edit | undefined): Promise<Server> {
  const door = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const edit = saw(`${incoming.headers["x-amz-target"] ?? ""}`, body.toString("utf8"));
      const { method, url: path, headers } = incoming;
      const onward = request({ host, port, method, path, headers }, (answer) => {
        if (edit) return void edited(answer, outgoing, edit);
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => door.listen(0, host, resolve));
  return door;
}

async function edited(answer: IncomingMessage, outgoing: ServerResponse, edit: Edit): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const body = edit(Buffer.concat(chunks).toString("utf8"));
  outgoing
    .writeHead(answer.statusCode ?? 500, { ...answer.headers, "content-length": Buffer.byteLength(body) })
    .end(body);
}

async function answering(port: number, process: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && process.exitCode === null) {
    const answer = await fetch(`http://${host}:${port}/moto-api/`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("moto_server did not answer within 30 seconds");
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, host, resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}
