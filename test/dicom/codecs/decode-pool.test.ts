import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type DecodePool, type DecodePoolOptions, decodePool } from '../../../src/dicom/codecs/decode-pool.ts';
import { compressedSlice } from '../../support/compressed-fixture.ts';
import { greyPicture } from '../../support/encode-frame.ts';
import { compiled } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const file = new URL('./fixtures/moody-worker.ts', import.meta.url);
const format = { rows: 2, columns: 3, bytesPerPixel: 2, isSigned: false } as const;

const pools: DecodePool[] = [];
const poolOf = (options: DecodePoolOptions = {}): DecodePool => {
  const pool = decodePool({ file, threads: 1, timeoutMs: 1500, ...options });
  pools.push(pool);
  return pool;
};
const ask = (pool: DecodePool, uid: string) =>
  pool.decode({ uid, label: `${uid} (1.2.3)`, frame: Uint8Array.of(1, 2), format, where: { file: '7.dcm' } });

describe('decodePool', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

  it('answers many frames with no more threads than it may have', async () => {
    const pool = poolOf({ threads: 2 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(pool, 'ok')));
    expect(answers.every(({ length }) => length === 12)).to.equal(true);
    expect(new Set(answers.map(([thread]) => thread)).size).to.equal(2);
  });

  for (const whole of [Uint8Array.of(9, 1, 2, 9), Buffer.alloc(4, Uint8Array.of(9, 1, 2, 9))])
    it(`leaves the frame as it is: it may be a view of a whole file (${whole.constructor.name})`, async () => {
      const frame = whole.subarray(1, 3);
      await poolOf().decode({ uid: 'ok', label: '', frame, format, where: {} });
      expect([...whole]).to.deep.equal([9, 1, 2, 9]);
    });

  it('ends a thread that takes too long, says so, and goes on with another', async () => {
    const pool = poolOf();
    const [hung, next] = [ask(pool, 'hang'), ask(pool, 'ok')];
    const error = await rejectionOf(hung);
    expect(error.code).to.equal('DICOM_DECODE_TIMEOUT');
    expect(error.message).to.equal(
      '7.dcm: decoding the pixel data took more than 1.5 s, so it is probably damaged; copy or export the file again',
    );
    expect(await next).to.have.length(12);
  });

  it('does not take an answer that waits behind a blocked loop for a late one', async () => {
    const pool = poolOf({ timeoutMs: 300 });
    await ask(pool, 'ok');
    const answer = ask(pool, 'ok');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const until = performance.now() + 600;
    while (performance.now() < until);
    expect(await answer).to.have.length(12);
  });

  for (const death of ['exit', 'throw', 'fill memory'])
    it(`replaces a thread that dies (${death}), and says what its frame lacks`, async () => {
      const pool = poolOf({ timeoutMs: 30_000 });
      const [died, next] = [ask(pool, death), ask(pool, 'ok')];
      expect((await rejectionOf(died)).code).to.equal('DICOM_DECODER_FAILED');
      expect(await next).to.have.length(12);
    });

  it('refuses what a decoder rejects, and an answer of another length', async () => {
    const pool = poolOf();
    const rejected = await rejectionOf(ask(pool, 'problem'));
    expect(rejected.code).to.equal('DICOM_CODESTREAM_BROKEN');
    expect(rejected.message).to.equal(
      '7.dcm: damaged pixel data (problem (1.2.3)): it is green; copy or export the file again',
    );
    expect((await rejectionOf(ask(pool, 'short'))).reason).to.contain('its decoder gives a wrong number of pixels');
    expect(await ask(pool, 'ok')).to.have.length(12);
  });

  it('rejects what waits when it is closed', async () => {
    const pool = poolOf();
    const waiting = [ask(pool, 'hang'), ask(pool, 'ok')].map(rejectionOf);
    await pool.close();
    for (const error of await Promise.all(waiting)) expect(error.code).to.equal('DICOM_DECODER_FAILED');
  });

  it('lets the process end, and prints nothing', async () => {
    const path = join(folder(), '1.dcm');
    await writeFile(path, await compressedSlice('jpeg-2000', greyPicture()));
    const child = compiled(new URL('./fixtures/decode-child.ts', import.meta.url));
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [child, path]);
    expect(stdout).to.equal(`${37 * 42} pixels\n`);
    expect(stderr).to.equal('');
  });
});
