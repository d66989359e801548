import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import { sentStudy } from '../support/sent-study.ts';
import { type ServingChild, serveInChild } from '../support/served-in-child.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { studyAt, writeToyPipeline } from '../support/toy-service.ts';

const MB = 2 ** 20;
/** Of one instance; .ci/run sends 500. */
const BODY_MB = Number(process.env.SPINESTREAM_SERVE_BODY_MB ?? 200);
const CHUNK = Buffer.alloc(MB);

const memoryMb = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / MB;
};

describe('a service that gets a very large instance', function () {
  this.timeout(300_000);
  let service: ServingChild;
  const serve = async (maxMb: number) => {
    const folder = await keptFolder();
    const out = join(folder, 'out');
    service = await serveInChild(await writeToyPipeline(folder), out, { MAX_BYTES: `${maxMb * MB}` });
  };
  afterEach(() => service.kill());

  /** Sends an instance with so much behind it, without saying how much. @returns the status, and the most memory meanwhile over that before */
  const sent = async (bytes: Uint8Array): Promise<{ readonly status: number; readonly growthMb: number }> => {
    const before = await memoryMb(service.url);
    let most = before;
    const body = async function* () {
      yield Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n', 'latin1');
      yield bytes;
      for (let count = 0; count < BODY_MB; count++) {
        yield CHUNK;
        if (count % 20 === 19) most = Math.max(most, await memoryMb(service.url));
      }
      yield Buffer.from('\r\n--b--\r\n', 'latin1');
    };
    const headers = { 'content-type': 'multipart/related; type="application/dicom"; boundary=b' };
    const request = httpRequest(`${service.url}/studies`, { method: 'POST', headers });
    const answered = new Promise<number>((resolve) => {
      request.once('response', (answer) => resolve(answer.resume().statusCode ?? 0));
      request.once('error', () => resolve(0)); // closed while it was sending
    });
    await pipeline(Readable.from(body(), { objectMode: false }), request).catch(() => undefined);
    const status = await answered;
    return { status, growthMb: Math.max(most, await memoryMb(service.url)) - before };
  };

  it('writes it to the disk as it comes, with memory that does not follow its size', async () => {
    await serve(BODY_MB + 10);
    const [one] = sentStudy({ number: 1, slices: 1 });
    const { status, growthMb } = await sent(one!.bytes);
    console.log('GROWTH', growthMb);
    expect(status).to.equal(200);
    expect((await studyAt(service.url, one!.studyUid)).instances).to.equal(1);
    expect(growthMb).to.be.below(150);
  });

  it('ends it at the limit, and goes on', async () => {
    await serve(50);
    const [one] = sentStudy({ number: 2, slices: 1 });
    const { status, growthMb } = await sent(one!.bytes);
    expect(status).to.be.oneOf([413, 0]);
    expect(growthMb).to.be.below(150);
    const { total } = (await (await fetch(`${service.url}/studies`)).json()) as { readonly total: number };
    expect(total).to.equal(0);
  });
});
