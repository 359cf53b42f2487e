import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Moto, startMoto } from "../deploy/moto";

/** moto as the AWS API, behind a door that writes down what was asked. */
export interface MotoDoor {
  readonly endpoint: string;
  /** Bodies of the requests of an operation, as JSON, in order. */
  asked(operation: string): readonly unknown[];
  /** Method, path and headers of every request, in order. */
  heads(): readonly string[];
  /** Completes the answers of an operation in which moto leaves out what AWS returns. */
  amend(operation: string, edit: Edit): void;
  /** Answers an operation in moto's place, where moto allows what AWS refuses or knows nothing of it; an answer of nothing lets it through. */
  answer(operation: string, by: Answerer): void;
  createRole: Moto["createRole"];
  stop(): Promise<void>;
}

type Edit = (answer: string) => string;
/** The answer to a request: a result, an error with its code, or none. */
export type Answerer = (request: unknown) => Answer | undefined | Promise<Answer | undefined>;
type Answer = { readonly result: object } | { readonly code: string; readonly message: string };

/** Starts moto and the door before it; `stop` ends both. */
export async function openMotoDoor(): Promise<MotoDoor> {
  const moto = await startMoto();
  const seen: { readonly operation: string; readonly head: string; readonly body: string }[] = [];
  const edits = new Map<string, Edit>();
  const answerers = new Map<string, Answerer>();
  const door = await open(moto.url, async (operation, head, body) => {
    seen.push({ operation, head, body });
    return { edit: edits.get(operation), answer: await answerers.get(operation)?.(JSON.parse(body)) };
  });
  return {
    endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    asked: (wanted) =>
      seen.filter(({ operation }) => operation === wanted).map(({ body }) => JSON.parse(body) as unknown),
    heads: () => seen.map(({ head }) => head),
    amend: (operation, edit) => void edits.set(operation, edit),
    answer: (operation, by) => void answerers.set(operation, by),
    createRole: moto.createRole,
    stop: () => {
      door.closeAllConnections();
      door.close();
      return moto.stop();
    },
  };
}

interface Orders {
  readonly edit: Edit | undefined;
  readonly answer: Answer | undefined;
}

async function open(
  behind: string,
  saw: (operation: string, head: string, body: string) => Promise<Orders>,
): Promise<Server> {
  const door = createServer(async (incoming, outgoing) => {
    const body = await whole(incoming);
    const operation = `${incoming.headers["x-amz-target"] ?? ""}`.split(".").at(-1) ?? "";
    const { method, url = "/", headers } = incoming;
    const { edit, answer } = await saw(operation, JSON.stringify([method, url, headers]), body.toString("utf8"));
    if (answer) {
      const failed = "code" in answer;
      outgoing.writeHead(failed ? 400 : 200, {
        "content-type": "application/x-amz-json-1.1",
        "x-amzn-requestid": "door",
      });
      outgoing.end(JSON.stringify(failed ? { __type: answer.code, Message: answer.message } : answer.result));
      return;
    }
    const onward = request(new URL(url, behind), { method, headers }, (from) => void pass(from, outgoing, edit));
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  return door;
}

async function pass(answer: IncomingMessage, outgoing: ServerResponse, edit: Edit | undefined): Promise<void> {
  const { statusCode = 500, headers } = answer;
  if (!edit) {
    answer.pipe(outgoing.writeHead(statusCode, headers));
    return;
  }
  const body = edit((await whole(answer)).toString("utf8"));
  outgoing.writeHead(statusCode, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
