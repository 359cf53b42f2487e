import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { startMoto } from "../deploy/moto";

/** moto as the AWS API, behind a door that writes down what was asked. */
export interface MotoDoor {
  readonly endpoint: string;
  /** Bodies of the requests of an operation, as JSON, in order. */
  asked(operation: string): readonly unknown[];
  /** Edits the answers of an operation, where moto says less than AWS would. */
  amend(operation: string, edit: Edit): void;
  stop(): Promise<void>;
}

type Edit = (answer: string) => string;

/** Starts moto and the door before it; `stop` ends both. */
export async function openMotoDoor(): Promise<MotoDoor> {
  const moto = await startMoto();
  const seen: { readonly operation: string; readonly body: string }[] = [];
  const edits = new Map<string, Edit>();
  const door = await open(moto.url, (operation, body) => {
    seen.push({ operation, body });
    return edits.get(operation);
  });
  return {
    endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    asked: (wanted) =>
      seen.filter(({ operation }) => operation === wanted).map(({ body }) => JSON.parse(body) as unknown),
    amend: (operation, edit) => void edits.set(operation, edit),
    stop: () => {
      door.closeAllConnections();
      door.close();
      return moto.stop();
    },
  };
}

async function open(behind: string, saw: (operation: string, body: string) => Edit | undefined): Promise<Server> {
  const door = createServer(async (incoming, outgoing) => {
    const body = await whole(incoming);
    const operation = `${incoming.headers["x-amz-target"] ?? ""}`.split(".").at(-1) ?? "";
    const edit = saw(operation, body.toString("utf8"));
    const { method, url = "/", headers } = incoming;
    const onward = request(new URL(url, behind), { method, headers }, (answer) => void pass(answer, outgoing, edit));
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
