import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** The free port of this machine that a server listens at from now on. */
export const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return port;
};

/** A port of this machine at which nothing listens now. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
};
