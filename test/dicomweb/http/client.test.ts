import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { type Asking, type HttpClient, type HttpOptions, openHttp } from '../../../src/dicomweb/http/client.ts';
import { PASSWORD, TOKEN, USER } from '../../../src/dicomweb/http/credentials.ts';
import { bytesOf } from '../../../src/dicomweb/http/read-body.ts';
import { fakeProxy, fakeServer } from '../../support/fake-server.ts';
import { listening } from '../../support/listening.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const ASKING: Asking = { path: '/studies', accept: 'application/dicom+json', where: {} };
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const CERTIFICATE = fixture('test-certificate.pem');
const FAST = { firstPauseMs: 1, longestPauseMs: 50 };

const clients: HttpClient[] = [];
const open = async (url: string, options: Partial<HttpOptions> = {}): Promise<HttpClient> => {
  const client = await openHttp({ url, env: {}, retry: FAST, ...options });
  clients.push(client);
  return client;
};
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

const textOf = (client: HttpClient, asking: Partial<Asking> = {}, maxBytes = 1e6): Promise<string> =>
  client.ask({ ...ASKING, ...asking }, async ({ body, announced }) =>
    Buffer.from(await bytesOf(body, { maxBytes, announced, where: {} })).toString(),
  );

describe('asking a DICOMweb server', () => {
  it('gives the answer, with the query encoded and what is accepted', async () => {
    const server = await fakeServer((_, response) => response.end('[]'));
    const client = await open(`${server.url}/`);
    expect(await textOf(client, { query: [['StudyDescription', '*lumbar & more*']] })).to.equal('[]');
    expect(server.requests).to.deep.equal(['GET /dicom-web/studies?StudyDescription=*lumbar+%26+more*']);
    expect(server.headers[0]).to.include({ accept: 'application/dicom+json', 'accept-encoding': 'identity' });
    expect(server.headers[0]).not.to.have.property('authorization');
  });

  it('tries again after 429, 502, 503, 504 and lost connections', async () => {
    const answers = [429, 502, 503, 504, 'cut', 200];
    for (const answer of answers.slice(0, -1)) {
      let count = 0;
      const server = await fakeServer((request, response) => {
        if (count++ > 0) response.end('done');
        else if (answer === 'cut') request.socket.destroy();
        else response.writeHead(Number(answer)).end('<html>');
      });
      expect(await textOf(await open(server.url)), `${answer}`).to.equal('done');
      expect(server.requests.length).to.equal(2);
    }
  });

  it('tries again when the connection is lost in the middle of the answer', async () => {
    let count = 0;
    const server = await fakeServer((_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('12345');
      if (count++ === 0) setTimeout(() => response.destroy(), 20);
      else response.end('67890');
    });
    expect(await textOf(await open(server.url))).to.equal('1234567890');
  });

  it('gives up after all attempts, and says that another time may do', async () => {
    const server = await fakeServer((_, response) => response.writeHead(503).end());
    const error = await rejectionOf(textOf(await open(server.url, { retry: { ...FAST, attempts: 3 } })));
    expect([error.code, error.retriable, server.requests.length]).to.deep.equal(['DICOMWEB_BUSY', true, 3]);
  });

  it('waits as long as Retry-After says, and not for a server that asks for too long', async () => {
    let count = 0;
    const server = await fakeServer((_, response) => {
      if (count++ === 0) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end('done');
    });
    const began = performance.now();
    expect(await textOf(await open(server.url, { retry: { firstPauseMs: 1, longestPauseMs: 5000 } }))).to.equal('done');
    expect(performance.now() - began).to.be.at.least(990);
    count = 0;
    const error = await rejectionOf(
      textOf(await open(server.url, { retry: { firstPauseMs: 1, longestPauseMs: 500 } })),
    );
    expect(error.code).to.equal('DICOMWEB_BUSY');
    expect(count).to.equal(1);
  });

  it('never tries again what the server refuses', async () => {
    const codes: Record<number, string> = {
      400: 'DICOMWEB_STATUS',
      401: 'DICOMWEB_UNAUTHORISED',
      403: 'DICOMWEB_UNAUTHORISED',
      404: 'DICOMWEB_NOT_FOUND',
      410: 'DICOMWEB_NOT_FOUND',
      302: 'DICOMWEB_STATUS',
      500: 'DICOMWEB_STATUS',
    };
    for (const [status, code] of Object.entries(codes)) {
      const server = await fakeServer((_, response) => {
        response.writeHead(Number(status), { location: '/elsewhere' }).end('Patient Miller is not here');
      });
      const error = await rejectionOf(textOf(await open(server.url)));
      expect([error.code, error.retriable, server.requests.length], status).to.deep.equal([code, false, 1]);
      expect(error.message).not.to.contain('Miller');
    }
  });

  it('does not wait for a server that never answers, or never ends', async () => {
    const silent = await fakeServer(() => undefined);
    const stalled = await fakeServer((_, response) => response.write('x'));
    const dripping = await fakeServer((_, response) => {
      const drops = setInterval(() => response.write('x'), 10);
      response.once('close', () => clearInterval(drops));
    });
    const timeouts = { headersMs: 100, bodyMs: 100, wholeMs: 5000 };
    const retry = { ...FAST, attempts: 2 };
    for (const { url } of [silent, stalled]) {
      const error = await rejectionOf(textOf(await open(url, { timeouts, retry })));
      expect([error.code, error.retriable]).to.deep.equal(['DICOMWEB_TIMEOUT', true]);
    }
    expect(silent.requests.length).to.equal(2);
    const error = await rejectionOf(textOf(await open(dripping.url, { timeouts: { wholeMs: 300 }, retry })));
    expect(error.code).to.equal('DICOMWEB_TIMEOUT');
  }).timeout(60_000);

  it('says that there is no connection', async () => {
    const error = await rejectionOf(textOf(await open('http://127.0.0.1:1', { retry: { ...FAST, attempts: 2 } })));
    expect([error.code, error.retriable]).to.deep.equal(['DICOMWEB_UNREACHABLE', true]);
  });

  it('ends at once when it is cancelled', async () => {
    const server = await fakeServer(() => undefined);
    const cancel = new AbortController();
    const asked = textOf(await open(server.url), { signal: cancel.signal });
    setTimeout(() => cancel.abort(new Error('cancelled')), 50);
    const [outcome] = await Promise.allSettled([asked]);
    expect(outcome).to.include({ status: 'rejected' });
    expect(inspect(outcome)).to.contain('cancelled');
    expect(server.requests.length).to.equal(1);
  });

  it('keeps connections, and has no more requests under way than it may', async () => {
    const server = await fakeServer((_, response) => setTimeout(() => response.end('x'), 10));
    const client = await open(server.url, { concurrency: 3 });
    await Promise.all(Array.from({ length: 20 }, () => textOf(client)));
    expect(server.mostAtOnce()).to.equal(3);
    expect(server.connections()).to.equal(3);
  });

  it('does not take in 2 GB', async () => {
    const announcing = await fakeServer((_, response) => {
      response.writeHead(200, { 'content-length': 2 ** 31 });
      response.write('x');
    });
    const error = await rejectionOf(textOf(await open(announcing.url)));
    expect([error.code, error.retriable]).to.deep.equal(['DICOMWEB_TOO_LARGE', false]);
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const endless = await fakeServer((_, response) => {
      const send = () => {
        while (sent < 2 ** 31 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return;
        }
      };
      response.on('drain', send);
      send();
    });
    const before = process.memoryUsage().rss;
    expect((await rejectionOf(textOf(await open(endless.url), {}, 4e6))).code).to.equal('DICOMWEB_TOO_LARGE');
    expect(sent).to.be.below(50e6);
    expect(process.memoryUsage().rss - before).to.be.below(200e6);
  }).timeout(60_000);

  it('goes through the proxy that the environment names, and not where it says no', async () => {
    const server = await fakeServer((_, response) => response.end('here'));
    const proxy = await fakeProxy();
    for (const env of [{ HTTP_PROXY: proxy.url }, { http_proxy: proxy.url }])
      expect(await textOf(await open(server.url, { env }))).to.equal('here');
    expect(proxy.tunnels()).to.equal(2);
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: 'localhost,127.0.0.1' };
    expect(await textOf(await open(server.url, { env }))).to.equal('here');
    expect(proxy.tunnels()).to.equal(2);
  });

  it('says that a proxy makes no connection, and asks it no more often than it may', async () => {
    const server = await fakeServer((_, response) => response.end('here'));
    for (const [way, code] of [
      ['hang up', 'DICOMWEB_UNREACHABLE'],
      ['refuse', 'DICOMWEB_UNREACHABLE'],
      ['say nothing', 'DICOMWEB_TIMEOUT'],
    ] as const) {
      const proxy = await fakeProxy(way);
      const options = { env: { HTTP_PROXY: proxy.url }, retry: { ...FAST, attempts: 2 }, timeouts: { connectMs: 200 } };
      const error = await rejectionOf(textOf(await open(server.url, options)));
      expect([error.code, error.retriable, proxy.tunnels()], way).to.deep.equal([code, true, 2]);
    }
    const unusable = await rejectionOf(open(server.url, { env: { HTTPS_PROXY: 'proxy:3128' } }));
    expect(unusable.code).to.equal('DICOMWEB_ADDRESS');
  });

  it('trusts the authorities of a file besides the usual ones, and no others', async () => {
    const [cert, key] = await Promise.all([readFile(CERTIFICATE), readFile(fixture('test-key.pem'))]);
    const server = createServer({ cert, key }, (_, response) => response.end('safe'));
    const url = `https://127.0.0.1:${await listening(server)}`;
    try {
      expect(await textOf(await open(url, { caFile: CERTIFICATE }))).to.equal('safe');
      const error = await rejectionOf(textOf(await open(url)));
      expect([error.code, error.retriable]).to.deep.equal(['DICOMWEB_UNREACHABLE', false]);
      for (const caFile of [fixture('none.pem'), fixture('test-key.pem')])
        expect((await rejectionOf(open(url, { caFile }))).code).to.equal('DICOMWEB_CERTIFICATES');
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe('credentials', () => {
  const asked = async (options: Partial<HttpOptions>) => {
    const server = await fakeServer((_, response) => response.end('x'));
    await textOf(await open(server.url, options));
    return server.headers[0]?.authorization;
  };

  it('come from the environment', async () => {
    expect(await asked({ env: { [TOKEN]: 'abc.def' } })).to.equal('Bearer abc.def');
    const basic = `Basic ${Buffer.from('grader:p:w ü').toString('base64')}`;
    expect(await asked({ env: { [USER]: 'grader', [PASSWORD]: 'p:w ü' } })).to.equal(basic);
  });

  it('are in no error and no client, whatever goes wrong', async () => {
    const secret = 'verysecrettoken';
    const refusing = await fakeServer((_, response) => response.writeHead(401).end());
    const cutting = await fakeServer((request) => request.socket.destroy());
    for (const url of [refusing.url, cutting.url, 'http://127.0.0.1:1'])
      for (const env of [{ [TOKEN]: secret }, { [USER]: 'grader', [PASSWORD]: secret }]) {
        const client = await open(url, { env, retry: { ...FAST, attempts: 2 } });
        const error = await rejectionOf(textOf(client));
        const shown = inspect([error, client], { depth: 20, showHidden: true });
        expect(shown).not.to.contain(secret);
        expect(shown).not.to.contain(Buffer.from(`grader:${secret}`).toString('base64'));
      }
  });
});
