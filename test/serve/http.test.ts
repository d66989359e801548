import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import pino from 'pino';
import { isLoopback } from '../../src/domain/loopback.ts';
import { tokenFrom } from '../../src/serve/http/token.ts';
import { writeTree } from '../support/file-tree.ts';
import { sentStudy, stow, stowRequest } from '../support/sent-study.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { studyAt, toyOptions, until, untilEnded, writeToyPipeline } from '../support/toy-service.ts';
import { toyServices } from '../support/toy-services.ts';

const FIXTURES = new URL('../dicomweb/fixtures/', import.meta.url);
const TOKEN = 'a-token-that-nobody-guesses';

describe('the HTTP service of spinestream serve', function () {
  this.timeout(60_000);
  const startService = toyServices();
  const folder = temporaryFolder();
  const out = () => join(folder(), 'out');
  const options = async (delayMs = 0) => toyOptions(await writeToyPipeline(folder(), delayMs), out());
  const leftStaged = () => readdir(join(out(), 'inbox', '.incoming')).catch(() => []);
  const codeOf = async (answer: Response) => {
    const { code } = (await answer.json()) as { readonly code: string };
    return [answer.status, code];
  };

  /** Sends the head of a request and some of its body over a bare connection, and collects the answer until the service closes it. */
  const rawAnswer = async (url: string, head: readonly string[], body = ''): Promise<string> => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    await once(socket, 'close');
    return answer;
  };
  const postHead = (more: readonly string[]) => [
    'POST /studies HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: multipart/related; type="application/dicom"; boundary=b',
    ...more,
  ];

  describe('limits', () => {
    it('refuses a body of 2 GB by its announced length, before it is sent', async () => {
      const { url } = await startService(await options());
      const answer = await rawAnswer(url, postHead(['Content-Length: 2147483648']));
      expect(answer).to.match(/^HTTP\/1\.1 413 .*"code":"TOO_LARGE"/s);
      expect(await leftStaged()).to.deep.equal([]);
    });

    it('ends a request that goes beyond the limit without having said so, and keeps nothing of it', async () => {
      const given = await options();
      const limits = { maxInstanceBytes: 1e9, maxRequestBytes: 300_000 };
      const { url } = await startService({ ...given, limits });
      const endless = new ReadableStream<Uint8Array>({
        start: (controller) =>
          controller.enqueue(Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n', 'latin1')),
        pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
      });
      const sent = fetch(`${url}/studies`, {
        ...{ method: 'POST', body: endless, duplex: 'half' },
        headers: { 'content-type': 'multipart/related; boundary=b' },
      } as RequestInit);
      // The service answers and closes; whether a client still hears it depends on what it is sending.
      const status = await sent.then(
        (answer) => answer.status,
        () => 'closed',
      );
      expect(status).to.be.oneOf([413, 'closed']);
      await until(leftStaged, (left) => left.length === 0);
      expect(await (await fetch(`${url}/studies`)).json()).to.deep.equal({ total: 0, studies: [] });
    });

    it('refuses an instance beyond its limit, and all that was sent with it', async () => {
      const given = await options();
      const { url } = await startService({ ...given, limits: { maxInstanceBytes: 2000, maxRequestBytes: 1e6 } });
      const [small] = sentStudy({ number: 20 });
      const [large] = sentStudy({ number: 21, more: { privateBytes: 3000 } });
      expect(await codeOf(await stow(url, [small!, large!]))).to.deep.equal([413, 'TOO_LARGE']);
      expect(await leftStaged()).to.deep.equal([]);
      expect((await stow(url, [small!])).status).to.equal(200);
    });

    it('takes one instance as it is', async () => {
      const { url } = await startService(await options());
      const [one] = sentStudy({ number: 22 });
      const headers = { 'content-type': 'application/dicom' };
      const answer = await fetch(`${url}/studies`, { method: 'POST', headers, body: one!.bytes });
      expect(answer.status).to.equal(200);
      expect((await studyAt(url, one!.studyUid)).instances).to.equal(1);
    });

    it('refuses other types, broken bodies, and answers that the sender does not take', async () => {
      const { url } = await startService(await options());
      const { contentType, body } = await stowRequest(sentStudy({ number: 23 }));
      const post = async (headers: Record<string, string>, content: Buffer | string) =>
        codeOf(await fetch(`${url}/studies`, { method: 'POST', headers, body: content }));
      expect(await post({ 'content-type': 'text/html' }, '<p>')).to.deep.equal([400, 'REQUEST_INVALID']);
      expect(await post({ 'content-type': 'application/json' }, '{}')).to.deep.equal([415, 'TYPE_UNSUPPORTED']);
      const metadata = 'multipart/related; type="application/dicom+json"; boundary=b';
      expect(await post({ 'content-type': metadata }, '--b--')).to.deep.equal([415, 'TYPE_UNSUPPORTED']);
      expect(await post({ 'content-type': 'multipart/related' }, '')).to.deep.equal([400, 'REQUEST_INVALID']);
      expect(await post({ 'content-type': contentType }, body.subarray(0, -30))).to.deep.equal([
        400,
        'MULTIPART_BROKEN',
      ]);
      const xml = { 'content-type': contentType, accept: 'application/dicom+xml' };
      expect(await post(xml, body)).to.deep.equal([406, 'NOT_ACCEPTABLE']);
      expect(await leftStaged()).to.deep.equal([]);
      expect(await (await fetch(`${url}/studies`)).json()).to.deep.equal({ total: 0, studies: [] });
    });

    it('closes a connection on which nothing moves, and keeps nothing of its request', async () => {
      const { url } = await startService({ ...(await options()), idleMs: 300 });
      const began = performance.now();
      await rawAnswer(url, postHead(['Content-Length: 5000']), '--b\r\nContent-Type: application/dicom\r\n\r\nabc');
      expect(performance.now() - began).to.be.within(250, 20_000);
      await until(leftStaged, (left) => left.length === 0);
      const healthy = await fetch(`${url}/healthz`);
      expect(healthy.status).to.equal(200);
    });

    it('closes a request that drips', async () => {
      const { url } = await startService({ ...(await options()), requestMs: 500 });
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(`${postHead(['Content-Length: 5000000']).join('\r\n')}\r\n\r\n`);
      const drip = setInterval(() => socket.write('x'), 50);
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      void closed.then(() => clearInterval(drip));
      setTimeout(() => socket.destroy(), 30_000).unref(); // or the service would wait for it when the test has failed
      const began = performance.now();
      await closed;
      expect(performance.now() - began).to.be.within(400, 20_000);
      await until(leftStaged, (left) => left.length === 0);
    });
  });

  describe('who may ask', () => {
    const authorised = async (url: string, authorization?: string, path = '/studies') =>
      (await fetch(`${url}${path}`, { headers: authorization === undefined ? {} : { authorization } })).status;
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

    it('lets in who has the token, and tells everybody whether it is alive', async () => {
      const token = await tokenFrom(undefined, { SPINESTREAM_TOKEN: TOKEN });
      const { url } = await startService({ ...(await options()), token });
      for (const wrong of [undefined, 'Bearer', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, basic('user:no'), 'x'])
        expect(await authorised(url, wrong), wrong).to.equal(401);
      for (const right of [`Bearer ${TOKEN}`, `bearer ${TOKEN}`, basic(`anybody:${TOKEN}`)])
        expect(await authorised(url, right), right).to.equal(200);
      for (const path of ['/healthz', '/readyz'])
        expect(await authorised(url, undefined, path), path).to.be.oneOf([200, 503]);
      for (const path of ['/metrics', '/studies/1.2.3', '/nothing'])
        expect(await authorised(url, undefined, path), path).to.equal(401);
      const [one] = sentStudy({ number: 30 });
      expect((await stow(url, [one!])).status).to.equal(401);
      expect((await stow(url, [one!], { headers: { authorization: `Bearer ${TOKEN}` } })).status).to.equal(200);
    });

    it('takes a token from a file, and refuses one that is short or has blanks', async () => {
      await writeTree(folder(), { token: `${TOKEN}\n`, short: 'short', blank: 'a token with blanks in it' });
      const token = await tokenFrom(join(folder(), 'token'), {});
      expect(token?.isIn(`Bearer ${TOKEN}`)).to.equal(true);
      for (const name of ['short', 'blank', 'missing']) {
        const error = await rejectionOf(tokenFrom(join(folder(), name), {}));
        expect([error.code, error.message.includes('blanks in it')]).to.deep.equal(['SERVE_TOKEN', false]);
      }
      expect(await tokenFrom(undefined, {})).to.equal(undefined);
    });

    it('answers for the loopback address only, where there is no token', async () => {
      const { url } = await startService(await options());
      const asked = httpRequest(`${url}/studies`, { headers: { host: 'evil.example' } }).end();
      const [answer] = await once(asked, 'response');
      answer.resume();
      expect(answer.statusCode).to.equal(421);
      expect(isLoopback('127.0.0.1.evil.example')).to.equal(false);
    });

    it('lets other machines in only with a token and TLS, or on demand', async () => {
      const given = { ...(await options()), host: '0.0.0.0' };
      const token = await tokenFrom(undefined, { SPINESTREAM_TOKEN: TOKEN });
      const [bare, unencrypted] = [
        await rejectionOf(startService(given)),
        await rejectionOf(startService({ ...given, token })),
      ];
      expect([bare, unencrypted].map(({ code }) => code)).to.deep.equal(['SERVE_EXPOSED', 'SERVE_EXPOSED']);
      expect(bare.message).to.include('without a token; give --token-file');
      expect(unencrypted.message).to.include('--tls-cert');
      const { url } = await startService({ ...given, token, insecure: true });
      expect(await authorised(url.replace('0.0.0.0', '127.0.0.1'), `Bearer ${TOKEN}`)).to.equal(200);
    });

    it('speaks TLS', async () => {
      const [cert, key] = ['certificate', 'key'].map((name) => fileURLToPath(new URL(`test-${name}.pem`, FIXTURES)));
      const { url } = await startService({ ...(await options()), tls: { cert, key } });
      expect(url).to.match(/^https:/);
      const asked = httpsRequest(`${url}/healthz`, { ca: await readFile(cert ?? '') }).end();
      const [answer] = await once(asked, 'response');
      answer.resume();
      expect(answer.statusCode).to.equal(200);
      const elsewhere = async () => toyOptions(await writeToyPipeline(folder()), join(folder(), 'elsewhere'));
      for (const tls of [
        { cert, key: undefined },
        { cert, key: join(folder(), 'missing') },
      ])
        expect((await rejectionOf(startService({ ...(await elsewhere()), tls }))).code).to.equal('SERVE_TLS');
    });
  });

  describe('health', () => {
    const readiness = async (url: string) => {
      const answer = await fetch(`${url}/readyz`);
      const { problems } = (await answer.json()) as { readonly problems: readonly string[] };
      return [answer.status, ...problems];
    };

    it('is ready, and has metrics of what it does', async () => {
      const { url } = await startService(await options());
      await until(
        () => readiness(url),
        ([status]) => status === 200,
      );
      const study = sentStudy({ number: 40 });
      await stow(url, study);
      await untilEnded(url, study[0]!.studyUid);
      const text = await (await fetch(`${url}/metrics`)).text();
      for (const line of [
        'spinestream_studies{state="graded"} 1',
        'spinestream_studies{state="queued"} 0',
        'spinestream_queue_length 0',
        'spinestream_step_seconds_count{operator="count-slices"} 1',
        'spinestream_instances_total{received="new"} 3',
        'spinestream_http_request_seconds_count{method="POST",route="/studies",status="200"} 1',
      ])
        expect(text.split('\n'), line).to.include(line);
      expect(text).to.match(/^process_resident_memory_bytes \d/m);
      expect(text).to.not.include(study[0]!.studyUid);
    });

    it('is not ready while the disk is full, and refuses studies then', async () => {
      const { url } = await startService({ ...(await options()), minFreeBytes: 2 ** 60 });
      await until(
        () => readiness(url),
        (answer) => !answer.includes('starting'),
      );
      expect(await readiness(url)).to.deep.equal([503, 'disk-full']);
      const answer = await stow(url, sentStudy({ number: 41 }));
      expect(answer.headers.get('retry-after')).to.equal('60');
      expect(await codeOf(answer)).to.deep.equal([503, 'DISK_FULL']);
    });

    it('is not ready when nothing finishes while work waits', async () => {
      const { url } = await startService({ ...(await options(3000)), stallMs: 200 });
      await until(
        () => readiness(url),
        ([status]) => status === 200,
      );
      const study = sentStudy({ number: 42 });
      await stow(url, study);
      expect(
        await until(
          () => readiness(url),
          ([status]) => status === 503,
        ),
      ).to.deep.equal([503, 'stalled']);
      await untilEnded(url, study[0]!.studyUid);
      expect(await readiness(url)).to.deep.equal([200]);
    });

    it('takes no more studies when it is stopping, and finishes what is in progress', async () => {
      const { url, stop } = await startService(await options(1000));
      const study = sentStudy({ number: 43 });
      await stow(url, study);
      await until(
        () => studyAt(url, study[0]!.studyUid),
        ({ state }) => state === 'in-progress',
      );
      await pause(300); // its headers have been read
      const stopped = stop();
      expect(await codeOf(await stow(url, sentStudy({ number: 44 })))).to.deep.equal([503, 'STOPPING']);
      expect(await readiness(url)).to.deep.equal([503, 'stopping']);
      await stopped;
      expect(await readFile(join(out(), 'counted.csv'), 'utf8')).to.include(study[0]!.studyUid);
    });
  });

  it('lists studies in pages', async () => {
    const { url } = await startService({ ...(await options()), quietMs: 60_000 });
    for (const number of [50, 51, 52]) await stow(url, sentStudy({ number, slices: 1 }));
    const page = async (query: string) => (await fetch(`${url}/studies${query}`)).json();
    const all = (await page('')) as { readonly studies: readonly { readonly StudyInstanceUID: string }[] };
    expect(all.studies.map((one) => one.StudyInstanceUID)).to.deep.equal(['2.25.770050', '2.25.770051', '2.25.770052']);
    expect(await page('?limit=2')).to.deep.include({ total: 3, next: 2 });
    expect(await page('?limit=2&offset=2')).to.deep.equal({ total: 3, studies: all.studies.slice(2) });
    expect(await page('?state=graded')).to.deep.equal({ total: 0, studies: [] });
    expect((await fetch(`${url}/studies?limit=0`)).status).to.equal(400);
  });

  it('names no study in its log', async () => {
    const file = join(folder(), 'service.jsonl');
    const log = pino({ level: 'trace' }, pino.destination({ dest: file, sync: true }));
    const { url, stop } = await startService({ ...(await options()), log });
    const study = sentStudy({ number: 60 });
    await stow(url, study);
    await untilEnded(url, study[0]!.studyUid);
    await fetch(`${url}/studies/1.2.3.4`);
    await stop();
    const text = await readFile(file, 'utf8');
    expect(text).to.include('"route":"/studies/:uid"').and.include('"code":"NOT_FOUND"');
    expect(text).to.not.match(/770060|1\.2\.3|PATIENT|SECRET/);
  });
});
