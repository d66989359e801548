import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut, as by a network partition: connections stay open, and nothing goes through. */
export interface TcpProxy {
  readonly port: number;
  readonly cut: () => void;
  readonly heal: () => void;
  readonly close: () => Promise<void>;
}

/** Forwards connections to a port of this machine; `port` is a free one by default. */
export const startTcpProxy = async (to: number, port = 0): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let isCut = false;
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((client) => {
    const there = connect(to, '127.0.0.1');
    for (const [from, into] of [
      [kept(client), kept(there)],
      [there, client],
    ] as const) {
      from.on('data', (data) => into.write(data));
      from.once('close', () => into.destroy());
      if (isCut) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    heal: () => {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
