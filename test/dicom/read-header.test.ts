import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { emptyFile } from '../../src/dicom/errors.ts';
import { parseHeader } from '../../src/dicom/parse-header.ts';
import { bytesAt, type ReadBytes, readBytes } from '../../src/dicom/read-bytes.ts';
import { readHeader, readHeaders } from '../../src/dicom/read-header.ts';
import { type DicomFixture, dicomFixture } from '../support/dicom-fixture.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const FILE = { name: '7.dcm', path: '/s/7.dcm', instanceNumber: 7 };
const WHERE = { studyId: '1', seriesId: '2' };

/** A reader of one file in memory, and how much was asked of it each time. */
const memory = (bytes: Uint8Array) => {
  const asked: (number | undefined)[] = [];
  const read: ReadBytes = async (path, maxBytes) => {
    expect(path).to.equal(FILE.path);
    asked.push(maxBytes);
    return bytes.subarray(0, maxBytes);
  };
  return { read, asked };
};

describe('readHeader', () => {
  it('reads the first 8 KiB only', async () => {
    const bytes = dicomFixture({ rows: 100, columns: 100 });
    const { read, asked } = memory(bytes);
    expect(await readHeader(read, FILE)).to.deep.equal(parseHeader(bytes));
    expect(asked).to.deep.equal([8192]);
  });

  it('reads more as long as the pixel data is out of reach, to the end of the file at most', async () => {
    for (const syntax of ['explicit', 'implicit'] as const) {
      const bytes = dicomFixture({ syntax, privateBytes: 100_000 });
      const { read, asked } = memory(bytes);
      expect(await readHeader(read, FILE)).to.deep.equal(parseHeader(bytes));
      expect(asked).to.deep.equal([8192, 65536, 524288]);
    }
  });

  it('tells a file that ends with the first 8 KiB from one that goes on', async () => {
    const short = dicomFixture({ privateBytes: 8 }).length - 8;
    const bytes = dicomFixture({ privateBytes: 8192 - short });
    expect(bytes).to.have.length(8192);
    const { read } = memory(bytes);
    expect(await readHeader(read, FILE)).to.deep.equal(parseHeader(bytes));
  });

  it('refuses what is no DICOM file without reading on', async () => {
    const { read, asked } = memory(new Uint8Array(1_000_000));
    const error = await rejectionOf(readHeader(read, FILE, WHERE));
    expect(error.code).to.equal('DICOM_NOT_DICOM');
    expect(error.where).to.deep.equal({ ...WHERE, file: '7.dcm' });
    expect(asked).to.deep.equal([8192]);
  });

  it('reads no further where the class of an object has no pixels', async () => {
    const set: DicomFixture['set'] = { '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.66'], '7FE00010': undefined };
    const { read, asked } = memory(dicomFixture({ privateBytes: 1_000_000, set }));
    expect((await rejectionOf(readHeader(read, FILE))).code).to.equal('DICOM_NO_PIXELS');
    expect(asked).to.deep.equal([8192]);
  });

  it('reads an object of a private class to its end before it says that there are no pixels', async () => {
    const set: DicomFixture['set'] = {
      '00080016': ['UI', '1.3.46.670589.11.0.0.12.2'],
      '00280010': undefined,
      '7FE00010': undefined,
    };
    const { read, asked } = memory(dicomFixture({ privateBytes: 100_000, set }));
    expect((await rejectionOf(readHeader(read, FILE))).code).to.equal('DICOM_NO_PIXELS');
    expect(asked).to.deep.equal([8192, 65536, 524288]);
  });

  it('gives a header for every frame, or that of the frame which is asked for', async () => {
    const bytes = dicomFixture({ set: { '00280008': ['IS', '3'] }, pixels: Array(3 * 24).fill(0) });
    const { read } = memory(bytes);
    expect((await readHeaders(read, FILE)).map(({ frame }) => frame)).to.deep.equal([1, 2, 3]);
    expect(await readHeader(read, { ...FILE, frame: 2 })).to.deep.include({ frame: 2, positionMm: undefined });
    const error = await rejectionOf(readHeader(read, { ...FILE, frame: 4 }, WHERE));
    expect(error.code).to.equal('DICOM_FRAME_MISSING');
    expect(error.where).to.deep.equal({ ...WHERE, file: '7.dcm' });
  });

  it('inflates no more of a deflated file than its first bytes, where they reach the pixels', async () => {
    const pixels = Array.from({ length: 100 * 100 }, (_, i) => (i * 7919) % 65536);
    const bytes = dicomFixture({ syntax: 'deflated', rows: 100, columns: 100, pixels });
    expect(bytes.length).to.be.above(8192);
    const { read, asked } = memory(bytes);
    expect(await readHeader(read, FILE)).to.deep.equal(parseHeader(bytes));
    expect(asked).to.deep.equal([8192]);
  });

  it('refuses a file that is cut off within its header', async () => {
    const bytes = dicomFixture({ privateBytes: 100_000 }).subarray(0, 50_000);
    const error = await rejectionOf(readHeader(memory(bytes).read, FILE, WHERE));
    expect(error.code).to.equal('DICOM_HEADER_BROKEN');
    expect(error.reason).to.contain('no pixel data in 50000 bytes');
  });

  it('names the file that cannot be read and keeps the cause', async () => {
    const cause = new Error('EACCES');
    const error = await rejectionOf(readHeader(() => Promise.reject(cause), FILE, WHERE));
    expect(error.code).to.equal('DICOM_FILE_UNREADABLE');
    expect(error.message).to.equal(
      'study 1 / series 2 / 7.dcm: cannot read the file; check that it exists and is readable',
    );
    expect(error.cause).to.equal(cause);
  });

  it('passes on what a reader says itself, with the place', async () => {
    const error = await rejectionOf(readHeader(() => Promise.reject(emptyFile()), FILE, WHERE));
    expect(error.message).to.equal('study 1 / series 2 / 7.dcm: the file is empty; copy or export it again');
  });
});

describe('readBytes', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-bytes-'));
    await writeFile(join(folder, '1.dcm'), Uint8Array.of(1, 2, 3, 4, 5));
  });
  after(() => rm(folder, { recursive: true }));
  const read = async (maxBytes?: number) => [...(await readBytes(join(folder, '1.dcm'), maxBytes))];

  it('reads a whole file, its beginning, and no more than there is', async () => {
    expect(await read()).to.deep.equal([1, 2, 3, 4, 5]);
    expect(await read(3)).to.deep.equal([1, 2, 3]);
    expect(await read(500)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('refuses what has no end, or would be waited for: a pipe, a device, and links to them', async function () {
    const pipe = join(folder, 'pipe.dcm');
    if (spawnSync('mkfifo', [pipe]).status !== 0) this.skip(); // there are none on this system
    await symlink('/dev/zero', join(folder, 'zero.dcm'));
    await symlink(pipe, join(folder, 'to-pipe.dcm'));
    for (const name of ['pipe.dcm', 'zero.dcm', 'to-pipe.dcm'])
      for (const maxBytes of [undefined, 132]) {
        const error = await rejectionOf(
          bytesAt(readBytes, join(folder, name), {
            where: { file: name },
            ...(maxBytes !== undefined && { maxBytes }),
          }),
        );
        expect([error.code, error.message]).to.deep.equal([
          'DICOM_FILE_IRREGULAR',
          `${name}: not a regular file but a pipe, device or folder; remove it from the study`,
        ]);
      }
  });

  it('reads through a link to a file', async () => {
    await symlink(join(folder, '1.dcm'), join(folder, 'link.dcm'));
    expect([...(await readBytes(join(folder, 'link.dcm')))]).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('says which file is not there, through readHeader', async () => {
    const error = await rejectionOf(readHeader(readBytes, { ...FILE, path: join(folder, '7.dcm') }));
    expect(error.code).to.equal('DICOM_FILE_UNREADABLE');
    expect(error.cause).to.have.property('code', 'ENOENT');
  });
});
