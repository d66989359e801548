import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isForLoopback, LOOPBACK } from '../../domain/loopback.ts';
import { portTaken } from '../errors.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
};

export type ServedFolder = Awaited<ReturnType<typeof serveFolder>>;

const refuse = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
) => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${text}\n`);
};

/** Returns the path below the folder for a request; undefined if the request is invalid. */
const pathOf = (url: string | undefined): string | undefined => {
  try {
    const path = decodeURIComponent((url ?? '/').replace(/[?#].*$/s, ''));
    return path.startsWith('/') && !path.includes('\0') && !path.includes('\\') ? path : undefined;
  } catch {
    return undefined; // a % that is not an escape
  }
};

/** Resolves a path to a regular file, following links; undefined if the folder has none. */
const fileAt = async (
  root: string,
  path: string,
  start: string,
): Promise<{ readonly file: string; readonly bytes: number } | undefined> => {
  const wanted = path.endsWith('/') ? `${path}index.html` : path;
  const file = await realpath(join(root, wanted)).catch(() => undefined);
  if (file === undefined || !file.startsWith(join(root, start))) return undefined;
  const found = await stat(file);
  return found.isFile() ? { file, bytes: found.size } : undefined;
};

const answer = async (
  root: string,
  start: string,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  if (!isForLoopback(request.headers.host, port))
    return refuse(response, 421, 'this server answers for the loopback address only');
  if (request.method !== 'GET') return refuse(response, 405, 'only GET', { allow: 'GET' });
  const path = pathOf(request.url);
  if (path === '/') return refuse(response, 302, start, { location: start });
  const found = path?.startsWith(start) ? await fileAt(root, path, start) : undefined;
  if (found === undefined) return refuse(response, 404, 'no such file');
  response.writeHead(200, {
    'content-type': TYPES[extname(found.file)] ?? 'application/octet-stream',
    'content-length': found.bytes,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  await pipeline(createReadStream(found.file), response);
};

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(portTaken(port, cause)));
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

export interface ServeOptions {
  readonly folder: string;
  /** 0 picks a free one. */
  readonly port: number;
  /**
   * The page for `/`, and the only subfolder that is served, with slashes around it: journals, tables and names stay
   * private.
   */
  readonly start: string;
}

/**
 * Serves the files of a folder to this machine only: GET only, nothing outside `start`, no listing.
 * @throws PORT_TAKEN
 */
export const serveFolder = async ({ folder, port: wanted, start }: ServeOptions) => {
  const root = await realpath(folder);
  let port = wanted;
  const server = createServer((request, response) => {
    answer(root, start, port, request, response).catch(() => response.destroy()); // the client disconnected, or the file was removed
  });
  port = await listening(server, wanted);
  return {
    port,
    url: `http://${LOOPBACK}:${port}${start}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
