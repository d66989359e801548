import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import pLimit from 'p-limit';
import type { SourceEnv } from '../../../src/core/define-source.ts';
import { dicomweb } from '../../../src/streams/sources/dicomweb.ts';
import { openFolder } from '../../../src/streams/sources/folder.ts';
import { startEncoders } from '../../intake/encoders/codestreams.ts';
import { reEncodingsByGroup } from '../../intake/re-encoding.ts';
import { phantomBase } from '../../intake/study/phantom.ts';
import type { Study } from '../../intake/study/study.ts';
import { describeOrthanc, emptyOrthanc, type Orthanc, putFile, startOrthanc } from '../../support/orthanc.ts';
import { itemsOf, studyRead } from '../../support/study-read.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SEED = 9001;
/** Studies that differ in their headers, in how their pixels are encoded, or in what lies beside them: those that a server may see otherwise. */
const TRIED: Readonly<Record<string, RegExp>> = {
  enhanced: /./,
  headers: /^(?:decimal|deep|descriptions|no-descr|no-pixel|numbers|ov-sv)/,
  objects: /./,
  series: /^(?:axial-by|copies-beside|dual|frame-of|localizer|uid-by)/,
  syntaxes: /./,
};

const ENV: SourceEnv = { stop: new AbortController().signal, now: () => 0 };

describeOrthanc('the source dicomweb, with Orthanc', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let orthanc: Orthanc;
  let base: Study;
  before(async () => {
    base = phantomBase(SEED, 0);
    await startEncoders();
    orthanc = await startOrthanc();
  });
  afterEach(() => emptyOrthanc(orthanc));
  after(() => orthanc.stop());

  /** Stores a study, a few files at a time, and writes what was stored into a folder. */
  const stored = async (study: Study): Promise<void> => {
    const limit = pLimit(4);
    await limit.map([...study.contents().values()], async (bytes) => {
      const uids = await putFile(orthanc, bytes);
      if (uids === undefined) return;
      const file = `${join(folder(), ...uids)}.dcm`;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    });
  };

  it('reads instances where Orthanc gives nothing but its main tags as metadata', async () => {
    const sparing = await startOrthanc({
      dicomWeb: { StudiesMetadata: 'MainDicomTags', SeriesMetadata: 'MainDicomTags' },
    });
    for (const bytes of base.contents().values()) for (const one of [orthanc, sparing]) await putFile(one, bytes);
    const [whole, part] = await Promise.all(
      [orthanc, sparing].map(async ({ dicomWeb }) => dicomweb.bind({ url: dicomWeb }).open(ENV)),
    );
    const [[expected], [found]] = await Promise.all([itemsOf(whole!), itemsOf(part!)]);
    const { warnings, ...study } = await studyRead(found!, part!.files);
    const { warnings: _none, ...same } = await studyRead(expected!, whole!.files);
    expect(study).to.deep.equal(same);
    expect(warnings).to.deep.equal([['DICOMWEB_METADATA_INCOMPLETE', undefined]]);
    await Promise.all([whole!.close?.(), part!.close?.(), sparing.stop()]);
  });

  it('goes on where Orthanc was away for a moment', async () => {
    for (const bytes of base.contents().values()) await putFile(orthanc, bytes);
    const source = await dicomweb.bind({ url: orthanc.dicomWeb, attempts: 10, cacheMegabytes: 0 }).open(ENV);
    const [item] = await itemsOf(source);
    await orthanc.kill();
    const reading = studyRead(item!, source.files);
    orthanc = await startOrthanc({ again: orthanc });
    const read = await reading;
    expect(read.series.flatMap(({ decoded }) => decoded).filter((one) => 'error' in one)).to.deep.equal([]);
    expect(read.series.flatMap(({ decoded }) => decoded).length).to.equal(57);
    await source.close?.();
  });

  for (const [group, reEncodings] of reEncodingsByGroup())
    describe(`gives of ${group} what the folder gives, down to the pixels`, () => {
      for (const { name, change } of reEncodings.filter((one) => TRIED[group]?.test(one.name)))
        it(name, async () => {
          const study = base.copy(name);
          await change(study);
          await stored(study);
          const here = await openFolder({ path: folder() }, {});
          const there = await dicomweb.bind({ url: orthanc.dicomWeb }).open(ENV);
          const [fromFolder, fromServer] = await Promise.all([itemsOf(here), itemsOf(there)]);
          const expected = await Promise.all(fromFolder.map((item) => studyRead(item, here.files)));
          expect(expected.length).to.be.at.least(1);
          expect(await Promise.all(fromServer.map((item) => studyRead(item, there.files)))).to.deep.equal(expected);
          await there.close?.();
        });
    });
});
