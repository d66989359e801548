import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkPlugin } from '../../../src/core/conformance/index.ts';
import type { OpenSource } from '../../../src/core/define-source.ts';
import { exampleSliceBytes } from '../../../src/core/examples/index.ts';
import { openFolder } from '../../../src/streams/sources/folder.ts';
import { zip } from '../../../src/streams/sources/zip.ts';
import { writeTree } from '../../support/file-tree.ts';
import { itemsOf, studyRead } from '../../support/study-read.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { zipFile } from '../../support/zip-file.ts';

const NUMBERS = [1, 2, 3, 4, 5];

/** The images of an example study as a portal exports them: no extensions, numbers for names. */
const images = (study: string): Record<string, Uint8Array> =>
  Object.fromEntries(
    ['11', '12', '13'].flatMap((series) =>
      NUMBERS.map((number) => [`DICOM/${series}/IM${number}`, exampleSliceBytes(series, number, study)]),
    ),
  );

/** With what portals and Macs add. */
const exported = (study: string): Record<string, Uint8Array> => ({
  'DICOMDIR.txt': Buffer.from('to be read by people'),
  '__MACOSX/._IM1': Buffer.from('resource fork'),
  ...images(study),
});

describe('the source zip', function () {
  this.timeout(30_000);
  const folder = temporaryFolder();
  const opened = (): Promise<OpenSource> =>
    zip.bind({ path: folder() }).open({ stop: new AbortController().signal, now: Date.now });

  it('keeps every law of sources', async () => {
    const fill = async (to: string) => {
      for (const id of ['1', '2']) await writeFile(join(to, `study ${id}.zip`), zipFile(exported(id)));
    };
    const example = { options: { path: '${folder}' }, fill };
    const results = await checkPlugin({ ...zip, example });
    expect(results.filter(({ outcome }) => outcome !== 'kept')).to.deep.equal([]);
  });

  it('gives what a folder with the same files gives, down to the pixels', async () => {
    await writeTree(join(folder(), 'unpacked', 'a'), images('1'));
    await writeFile(join(folder(), 'a.zip'), zipFile(images('1')));
    const [here, there] = [await openFolder({ path: join(folder(), 'unpacked') }, {}), await opened()];
    const [expected, found] = await Promise.all([itemsOf(here), itemsOf(there)]);
    expect(found.map(({ study }) => study.id)).to.deep.equal(['a']);
    expect(await Promise.all(found.map((item) => studyRead(item, there.files)))).to.deep.equal(
      await Promise.all(expected.map((item) => studyRead(item, here.files))),
    );
    await there.close?.();
  });

  it('fails a study whose archive is broken, and goes on', async () => {
    const whole = zipFile(exported('1'));
    await writeFile(join(folder(), 'a.zip'), whole.subarray(0, 2000));
    await writeFile(join(folder(), 'b.zip'), 'no archive');
    await writeFile(join(folder(), 'c.zip'), whole);
    const source = await opened();
    const items = await itemsOf(source);
    expect(items.map(({ study, error }) => [study.id, error?.code])).to.deep.equal([
      ['a', 'STUDY_UNREADABLE'],
      ['b', 'STUDY_UNREADABLE'],
      ['c', undefined],
    ]);
    await source.close?.();
  });

  it('reads the start of large files while others are read, and leaves them', async () => {
    const files = Object.fromEntries(NUMBERS.map((number) => [`IM${number}`, new Uint8Array(randomBytes(400_000))]));
    await writeFile(join(folder(), 'large.zip'), zipFile(files));
    const source = await opened();
    const read = (name: string, bytes?: number) => source.files.readBytes(join(folder(), `large.zip!/${name}`), bytes);
    const [whole, starts] = await Promise.all([
      read('IM1'),
      Promise.all(Object.keys(files).map((name) => read(name, 132))),
    ]);
    expect(whole).to.deep.equal(files.IM1);
    expect(starts).to.deep.equal(Object.values(files).map((bytes) => bytes.slice(0, 132)));
    await source.close?.();
  });

  it('opens an archive again where it was closed since', async () => {
    for (let index = 0; index < 20; index++)
      await writeFile(join(folder(), `${index}.zip`), zipFile({ IM1: exampleSliceBytes('12', 1, `${index}`) }));
    const source = await opened();
    const items = await itemsOf(source);
    expect(items.map(({ study }) => study.id)).to.deep.equal(Array.from({ length: 20 }, (_, index) => `${index}`));
    for (const item of items) {
      await item.done?.('recorded');
      expect((await source.files.readBytes(join(folder(), `${item.study.id}.zip!/IM1`), 132)).length).to.equal(132);
    }
    await source.close?.();
  });

  it('says that there is no archive, or no folder', async () => {
    expect((await rejectionOf(opened())).code).to.equal('SOURCE_EMPTY');
    const elsewhere = zip.bind({ path: join(folder(), 'none') });
    const error = await rejectionOf(elsewhere.open({ stop: new AbortController().signal, now: Date.now }));
    expect(error.code).to.equal('SOURCE_FOLDER_MISSING');
  });
});
