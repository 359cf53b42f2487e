import { once } from "node:events";
import { type AddressInfo, createServer as createPlain, type Server, type Socket } from "node:net";
import { createServer as createTls, type TlsOptions } from "node:tls";

/** A server on a free port of 127.0.0.1. */
export interface TestServer {
  readonly port: number;
  stop(): void;
}

export function tlsServer(options: TlsOptions): Promise<TestServer> {
  const server = createTls({ minVersion: "TLSv1.2", ...options });
  server.on("tlsClientError", () => {});
  return listening(server);
}

/** A server that does with each connection what the test wants, and no TLS by itself. */
export function rawServer(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listening(
    createPlain((socket) => {
      socket.on("error", () => {});
      onConnection(socket);
    }),
  );
}

async function listening(server: Server): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
