import { connect } from 'node:net';
import { expect } from 'chai';
import { type LivePage, livePage } from '../../src/dashboard/live-page.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('livePage', function () {
  this.timeout(30_000);
  let live: LivePage;
  let computed = 0;

  beforeEach(async () => {
    computed = 0;
    const snapshot = () => ({ count: ++computed });
    live = await livePage({ port: 0, page: () => '<p>page</p>', snapshot, everyMs: 20 });
  });
  afterEach(() => live.close());

  const portOf = () => Number(new URL(live.url).port);

  /** The head and the beginning of an answer to a request with a Host header of its own. */
  const asked = (head: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(portOf(), '127.0.0.1', () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('end', () => resolve(text)).on('error', reject);
    });
  const statusOf = async (host: string, path = '/', method = 'GET') =>
    Number((await asked(`${method} ${path} HTTP/1.1\r\nHost: ${host}`)).split(' ')[1]);

  it('answers for the loopback address only, whatever name a page elsewhere was given', async () => {
    for (const path of ['/', '/events', '/state.json', '/none']) {
      expect(await statusOf('evil.example', path), path).to.equal(421);
      expect(await statusOf(`evil.example:${portOf()}`, path), path).to.equal(421);
      expect(await statusOf('127.0.0.1:1', path), path).to.equal(421);
    }
    expect(await statusOf(`127.0.0.1:${portOf()}`)).to.equal(200);
    expect(await statusOf(`localhost:${portOf()}`)).to.equal(200);
  });

  it('answers GET alone, and its own pages alone', async () => {
    const host = `127.0.0.1:${portOf()}`;
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect(await statusOf(host, '/', method)).to.equal(405);
    for (const path of ['/none', '/../package.json', '/%2e%2e/etc/passwd'])
      expect(await statusOf(host, path)).to.equal(404);
  });

  it('lets no other page read, frame or keep it', async () => {
    const { headers } = await fetch(live.url);
    expect(headers.get('access-control-allow-origin')).to.equal(null);
    expect(Object.fromEntries(headers)).to.include({
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('computes nothing while no page is open', async () => {
    await fetch(live.url).then((response) => response.text());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(computed).to.equal(0);
  });

  it('sends what there is at once, then again and again, and last words when it closes', async () => {
    const { body, headers } = await fetch(new URL('/events', live.url));
    expect(headers.get('content-type')).to.equal('text/event-stream; charset=utf-8');
    const decoder = new TextDecoder();
    let text = '';
    let closing: Promise<void> | undefined;
    for await (const chunk of body!) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes('"count":3')) closing ??= live.close();
    }
    await closing;
    const states = [...text.matchAll(/event: state\ndata: \{"count":(\d+)\}\n\n/g)].map(([, count]) => Number(count));
    expect(states).to.deep.equal(Array.from({ length: states.length }, (_, i) => i + 1));
    expect(states.length).to.be.at.least(3);
    expect(text.endsWith('event: end\ndata: {}\n\n')).to.equal(true);
  });

  it('refuses more pages than browsers have, and takes new ones when others have gone', async () => {
    const gone = new AbortController();
    for (let i = 0; i < 32; i++) await fetch(new URL('/events', live.url), { signal: gone.signal });
    expect((await fetch(new URL('/events', live.url))).status).to.equal(503);
    gone.abort();
    let status = 503;
    while (status !== 200) {
      const again = new AbortController();
      status = (await fetch(new URL('/events', live.url), { signal: again.signal })).status;
      again.abort();
    }
  });

  it('says that a port cannot be used', async () => {
    const { code, message } = await rejectionOf(livePage({ port: portOf(), page: () => '', snapshot: () => ({}) }));
    expect(code).to.equal('PORT_TAKEN');
    expect(message).to.contain(`--dashboard ${portOf()}`);
  });
});
