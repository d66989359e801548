import { expect } from 'chai';
import type { ReadBytes } from '../../src/dicom/read-bytes.ts';
import { sliceFilesOf } from '../../src/dicom/slice-order.ts';
import { sliceStore } from '../../src/dicom/slice-store.ts';
import { dicomFixture } from '../support/dicom-fixture.ts';
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
