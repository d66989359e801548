import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { crc32c, scalarLog, tfRecord } from '../../../../src/training/run/callbacks/tensorboard.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('crc32c', () => {
  it('has the check value of the catalogue of CRCs', () => {
    expect(crc32c(bytesOf('123456789'))).to.equal(0xe3069283);
  });
});

describe('tfRecord', () => {
  it('puts length and masked checksums round the data', () => {
    const record = tfRecord(bytesOf('abc'));
    const view = new DataView(record.buffer);
    expect(record).to.have.length(19);
    expect(view.getBigUint64(0, true)).to.equal(3n);
    expect(record.subarray(12, 15)).to.eql(bytesOf('abc'));
    const crc = crc32c(bytesOf('abc'));
    expect(view.getUint32(15, true)).to.equal((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  });
});

describe('scalarLog', () => {
  const folder = temporaryFolder();

  it('writes the version, a start and scalars as records', async () => {
    const log = await scalarLog(folder(), { date: () => new Date(5000), step: 3 });
    await log.write(4, { 'step/loss': 0.5 });
    await log.close();
    const [name] = await readdir(folder());
    expect(name).to.equal('events.out.tfevents.5.000.spinestream');
    const records = recordsIn(await readFile(join(folder(), name!)));
    // wall_time = 1 (double), then file_version = 3 (string)
    expect(records[0]).to.eql(Uint8Array.of(9, ...doubleBytes(5), 26, 13, ...bytesOf('brain.Event:2')));
    // step = 2 (varint), session_log = 7 { status = 1: START }
    expect(records[1]).to.eql(Uint8Array.of(9, ...doubleBytes(5), 16, 3, 58, 2, 8, 1));
    // summary = 5 { value = 1 { tag = 1, simple_value = 2 (float 0.5) } }
    const value = [10, 9, ...bytesOf('step/loss'), 21, 0, 0, 0, 63];
    const summary = [10, value.length, ...value];
    expect(records[2]).to.eql(Uint8Array.of(9, ...doubleBytes(5), 16, 4, 42, summary.length, ...summary));
  });
});

const doubleBytes = (value: number): Uint8Array => new Uint8Array(Float64Array.of(value).buffer);

const recordsIn = (file: Uint8Array): readonly Uint8Array[] => {
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(new DataView(file.buffer, file.byteOffset + at).getBigUint64(0, true));
    records.push(Uint8Array.from(file.subarray(at + 12, at + 12 + length)));
    at += 16 + length;
  }
  return records;
};
