import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The answer of the server: `cut` closes the connection, `silence` keeps it open without an answer. */
export type WireAnswer = { readonly status?: number; readonly body: string; readonly id?: string } | "cut" | "silence";

/** An HTTP server for the AWS SDK. */
export interface StandIn {
  readonly endpoint: string;
  /** Operations that were requested, in order. */
  readonly asked: readonly string[];
  stop(): void;
}

/** Starts a server that answers each request as the test defines for its operation, if it has one. */
export async function startStandIn(
  answer: (operation: string, asked: readonly string[]) => WireAnswer,
): Promise<StandIn> {
  const asked: string[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const target = `${incoming.headers["x-amz-target"] ?? ""}`.split(".").at(-1);
      const action = new URLSearchParams(Buffer.concat(chunks).toString()).get("Action");
      const operation = target || action || `${incoming.method} ${incoming.url}`;
      asked.push(operation);
      const given = answer(operation, asked);
      if (given === "silence") return;
      if (given === "cut") {
        incoming.socket.destroy();
        return;
      }
      const { status = 200, body, id = "1" } = given;
      outgoing.writeHead(status, id === "" ? {} : { "x-amzn-requestid": id });
      outgoing.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
