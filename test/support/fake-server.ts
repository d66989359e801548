import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { listening } from './listening.ts';
import { afterEveryTest } from './root-hooks.ts';

/** A server of HTTP that answers as a test wants it to. */
export interface FakeServer {
  readonly url: string;
  /** Method and target of each request, in order. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** Connections that were opened so far. */
  readonly connections: () => number;
  /** Most requests that were under way at once. */
  readonly mostAtOnce: () => number;
}

const running = new Set<Server>();

/** Starts one on a free port of this machine; it is stopped after the test. */
export const fakeServer = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeServer> => {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let [connections, now, most] = [0, 0, 0];
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    most = Math.max(most, ++now);
    response.once('close', () => now--);
    answer(request, response);
  };
  const server = createServer(listener);
  server.on('connection', () => connections++);
  running.add(server);
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/dicom-web`,
    requests,
    headers,
    connections: () => connections,
    mostAtOnce: () => most,
  };
};

/** A proxy that builds tunnels, or does not. */
export const fakeProxy = async (
  way: 'tunnel' | 'hang up' | 'refuse' | 'say nothing' = 'tunnel',
): Promise<{ readonly url: string; readonly tunnels: () => number }> => {
  let tunnels = 0;
  const server = createServer();
  server.on('connect', (request, socket) => {
    tunnels++;
    if (way === 'hang up') socket.destroy();
    if (way === 'refuse') socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    if (way !== 'tunnel') return;
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const one of [socket, target]) one.on('error', () => [socket, target].map((other) => other.destroy()));
  });
  running.add(server);
  return { url: `http://127.0.0.1:${await listening(server)}`, tunnels: () => tunnels };
};

afterEveryTest(() => {
  for (const server of running) {
    server.close();
    server.closeAllConnections();
  }
  running.clear();
});
