import { expect } from 'chai';
import { parseHeaders } from '../../src/dicom/parse-header.ts';
import type { ReadBytes } from '../../src/dicom/read-bytes.ts';
import { sliceFilesOf } from '../../src/dicom/slice-order.ts';
import { sliceStore } from '../../src/dicom/slice-store.ts';
import type { SliceFile } from '../../src/domain/study.ts';
import { TURNS, turnedSize } from '../../src/domain/turn.ts';
import { compressedFixture } from '../support/compressed-fixture.ts';
import { dicomFixture } from '../support/dicom-fixture.ts';
import { ENCODING_UIDS, encodeFrame, greyPicture } from '../support/encode-frame.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const files = sliceFilesOf('/s', ['1.dcm', '2.dcm']);
const [first, second] = files as [(typeof files)[0], (typeof files)[0]];

/** A reader that knows the two files, and what was asked of it. */
const memory = () => {
  const asked: string[] = [];
  const read: ReadBytes = async (path, maxBytes) => {
    asked.push(`${path} ${maxBytes ?? 'whole'}`);
    return dicomFixture({ rows: path === first.path ? 3 : 5 });
  };
  return { read, asked };
};

describe('sliceStore', () => {
  it('reads a header once, whoever asks and however often', async () => {
    const { read, asked } = memory();
    const store = sliceStore(read);
    const headers = await Promise.all([store.header(first, '2'), store.header(first, '2'), store.header(second, '2')]);
    expect(headers.map(({ rows }) => rows)).to.deep.equal([3, 3, 5]);
    expect(await store.header(first, '2')).to.equal(headers[0]);
    expect(asked).to.deep.equal(['/s/1.dcm 8192', '/s/2.dcm 8192']);
    expect(store.filesRead()).to.deep.equal({ headers: 2, slices: 0 });
  });

  it('decodes a slice once and answers for its header with it, even while it is being read', async () => {
    const { read, asked } = memory();
    const store = sliceStore(read);
    const [slice, again, header] = await Promise.all([
      store.slice(first, '2'),
      store.slice(first, '2'),
      store.header(first, '2'),
    ]);
    expect(again).to.equal(slice);
    expect(header).to.equal(slice.header);
    expect(slice.pixels).to.have.length(18);
    expect(asked).to.deep.equal(['/s/1.dcm whole']);
    expect(store.filesRead()).to.deep.equal({ headers: 0, slices: 1 });
  });

  it('names study, series and file in every error, and does not read a bad file again', async () => {
    let reads = 0;
    const store = sliceStore(
      async () => {
        reads++;
        return new Uint8Array(0);
      },
      { studyId: '1' },
    );
    const failures = [
      store.slice(first, '2'),
      store.slice(first, '2'),
      store.header(first, '2'),
      store.header(second, '2'),
    ];
    const messages = (await Promise.all(failures.map(rejectionOf))).map(({ message }) => message);
    expect(new Set(messages)).to.deep.equal(
      new Set(
        ['1.dcm', '2.dcm'].map((name) => `study 1 / series 2 / ${name}: the file is empty; copy or export it again`),
      ),
    );
    expect(reads).to.equal(2);
  });

  it('names a slice that cannot be read', async () => {
    const store = sliceStore(() => Promise.reject(new Error('EIO')), { studyId: '1' });
    const error = await rejectionOf(store.slice(first, '2'));
    expect(error.code).to.equal('DICOM_FILE_UNREADABLE');
    expect(error.where).to.deep.equal({ studyId: '1', seriesId: '2', file: '1.dcm' });
  });

  it('has no more than eight files open however many are asked for, failures among them, and gets through all', async () => {
    let [open, most] = [0, 0];
    const read: ReadBytes = async (path) => {
      most = Math.max(most, ++open);
      await new Promise((resume) => setTimeout(resume, 1));
      open--;
      if (path.endsWith('3.dcm')) throw new Error('EIO');
      return dicomFixture();
    };
    const many = sliceFilesOf(
      '/s',
      Array.from({ length: 40 }, (_, i) => `${i + 1}.dcm`),
    );
    const store = sliceStore(read);
    const outcomes = await Promise.allSettled(
      many.map((file, i) => (i % 2 ? store.header(file, '2') : store.slice(file, '2'))),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).to.have.length(4);
    expect(most).to.equal(8);
    expect(open).to.equal(0);
  });
});

/** A reader of one file that notes what was read of it. */
const oneFile = (bytes: Uint8Array) => {
  const asked: string[] = [];
  const read: ReadBytes = async (_path, maxBytes, from = 0) => {
    asked.push(maxBytes === undefined ? 'whole' : `${maxBytes} from ${from}`);
    return maxBytes === undefined ? bytes : bytes.slice(from, from + maxBytes);
  };
  return { read, asked };
};

const framesOf = (count: number): readonly SliceFile[] =>
  Array.from({ length: count }, (_, i) => ({ name: '1.dcm', path: '/s/1.dcm', instanceNumber: i + 1, frame: i + 1 }));

describe('sliceStore, of a file with several frames', function () {
  this.timeout(30_000);
  const pixels = Uint16Array.from({ length: 60 }, (_, i) => i);
  const native = dicomFixture({ rows: 4, columns: 5, pixels, set: { '00280008': ['IS', '3'] } });

  it('reads the bytes of a frame and no others, where headers are known', async () => {
    const headers = parseHeaders(native);
    const { read, asked } = oneFile(native);
    const store = sliceStore(read, {}, { known: ({ frame }) => headers[(frame ?? 1) - 1] });
    const slices = await Promise.all(framesOf(3).map((file) => store.slice(file, '2')));
    const firsts = slices.map((slice) => slice.pixels[0]);
    expect(firsts).to.deep.equal([0, 20, 40]);
    expect(slices.map((slice) => slice.header.frame)).to.deep.equal([1, 2, 3]);
    const start = native.length - 120;
    expect(asked).to.deep.equal([`40 from ${start}`, `40 from ${start + 40}`, `40 from ${start + 80}`]);
    expect(await store.header(framesOf(3)[2]!, '2')).to.equal(headers[2]);
    expect(store.filesRead()).to.deep.equal({ headers: 0, slices: 3 });
    expect(store.bytes()).to.equal(120);
  });

  it('reads the file once for all frames that are waited for, where headers are not known, and lets go of it', async () => {
    const { read, asked } = oneFile(native);
    const store = sliceStore(read);
    const slices = await Promise.all(framesOf(3).map((file) => store.slice(file, '2')));
    expect(slices.map((slice) => slice.pixels[0])).to.deep.equal([0, 20, 40]);
    expect(asked).to.deep.equal(['whole']);
  });

  it('refuses a frame that the file does not have, and a range that it ends in', async () => {
    const { read } = oneFile(native);
    const store = sliceStore(read, { studyId: '1' });
    const [, , , fourth] = framesOf(4);
    const error = await rejectionOf(store.slice(fourth!, '2'));
    expect(error.code).to.equal('DICOM_FRAME_MISSING');
    expect(error.where).to.deep.equal({ studyId: '1', seriesId: '2', file: '1.dcm' });
    const headers = parseHeaders(native);
    const cut = sliceStore(oneFile(native.subarray(0, native.length - 10)).read, {}, { known: () => headers[2] });
    expect((await rejectionOf(cut.slice(framesOf(3)[2]!, '2'))).code).to.equal('DICOM_PIXELS_TRUNCATED');
  });

  for (const table of ['basic', 'extended', undefined] as const)
    it(`reads compressed frames together, and later ones alone (${table ?? 'no'} offset table)`, async () => {
      const pictures = [0, 1, 2].map(() => greyPicture({ rows: 20, columns: 30 }));
      const streams = await Promise.all(
        pictures.map((picture, i) => {
          const shifted = Uint16Array.from(picture.pixels, (value) => (value + 100 * i) % 4096);
          return encodeFrame('jpeg-ls', { ...picture, pixels: shifted });
        }),
      );
      const fragments = streams.map((stream) =>
        table === 'extended' ? [stream] : [stream.subarray(0, 100), stream.subarray(100)],
      );
      const bytes = compressedFixture({
        uid: ENCODING_UIDS['jpeg-ls'],
        fragments,
        picture: pictures[0]!,
        ...(table && { table }),
      });
      const headers = parseHeaders(bytes);
      const { read, asked } = oneFile(bytes);
      const store = sliceStore(read, {}, { known: ({ frame }) => headers[(frame ?? 1) - 1] });
      const [first, second, third] = framesOf(3);
      const together = await Promise.all([store.slice(first!, '2'), store.slice(third!, '2')]);
      expect(asked).to.deep.equal(['whole']);
      const later = await store.slice(second!, '2');
      expect(asked).to.have.length(2);
      expect(asked[1]).to.not.equal('whole');
      [together[0]!, later, together[1]!].forEach((slice, i) => {
        const wanted = Uint16Array.from(pictures[i]!.pixels, (value) => (value + 100 * i) % 4096);
        expect(slice.pixels).to.deep.equal(wanted);
      });
      expect(store.bytes()).to.equal(3 * 20 * 30 * 2);
    });
});

describe('sliceStore, of slices that are brought to standard orientation', () => {
  it('gives the header and the pixels of the turned picture, and the stored ones beside', async () => {
    const { read } = memory();
    for (const turn of TURNS) {
      const store = sliceStore(read);
      const file: SliceFile = { ...first, canonical: { turn, rescale: false, stored: { rows: 3, columns: 6 } } };
      const [before, stored, turned] = [
        await store.header(file, '2'),
        await store.slice(first, '2'),
        await store.slice(file, '2'),
      ];
      expect(turned.header).to.deep.equal(before);
      expect(turned).to.include(turnedSize({ rows: 3, columns: 6 }, turn));
      expect(before).to.include(turnedSize({ rows: 3, columns: 6 }, turn));
      expect(stored).to.include({ rows: 3, columns: 6 });
      expect([...turned.pixels].sort()).to.deep.equal([...stored.pixels].sort());
      expect(await store.header(file, '2')).to.equal(turned.header);
    }
  });

  it('tells what was done to the values', async () => {
    const bytes = dicomFixture({
      set: { '00280101': ['US', [4]], '00280102': ['US', [3]], '00280004': ['CS', 'MONOCHROME1'] },
    });
    const store = sliceStore(oneFile(bytes).read);
    const slice = await store.slice(
      { ...first, canonical: { turn: TURNS[0]!, rescale: true, stored: { rows: 3, columns: 6 } } },
      '2',
    );
    expect(slice.notes).to.deep.equal(['VALUES_MASKED', 'VALUES_RESCALED', 'VALUES_INVERTED']);
    expect(slice.pixels).to.be.instanceOf(Float32Array);
    expect((await store.slice(first, '2')).notes).to.deep.equal([]);
  });
});
