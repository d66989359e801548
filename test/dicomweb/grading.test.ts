import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { PASSWORD, USER } from '../../src/dicomweb/http/credentials.ts';
import { dicomweb } from '../../src/streams/sources/dicomweb.ts';
import { startEncoders } from '../intake/encoders/codestreams.ts';
import { gradeAll } from '../intake/grade.ts';
import { reEncodingsByGroup } from '../intake/re-encoding.ts';
import { phantomBase } from '../intake/study/phantom.ts';
import { describeOrthanc, type Orthanc, putFile, startOrthanc } from '../support/orthanc.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SEED = 9001; // the first study of this and the next seeds has a series of each kind
/** How each of the studies is written. */
const WRITTEN = ['', 'jpeg-ls-80', 'every-series', 'jpeg-2000-90', 'axial-stacks'];

const reEncoding = (name: string) => [...reEncodingsByGroup().values()].flat().find((one) => one.name === name);

describeOrthanc('grading studies of Orthanc', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  let orthanc: Orthanc;
  before(async () => {
    await startEncoders();
    orthanc = await startOrthanc({ users: { grader: 'sesame' } });
  });
  after(() => orthanc.stop());

  it('writes the same bytes of submission.csv as from a folder, also of compressed and enhanced studies', async () => {
    const studies = join(folder(), 'studies');
    for (const [index, name] of WRITTEN.entries()) {
      const study = phantomBase(SEED + index, 0).copy(name);
      await reEncoding(name)?.change(study);
      for (const bytes of study.contents().values()) {
        const uids = await putFile(orthanc, bytes);
        const file = `${join(studies, ...(uids ?? []))}.dcm`;
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, bytes);
      }
    }
    const before = { [USER]: process.env[USER], [PASSWORD]: process.env[PASSWORD] };
    Object.assign(process.env, { [USER]: 'grader', [PASSWORD]: 'sesame' });
    const outs = [join(folder(), 'from-folder'), join(folder(), 'from-server')] as const;
    try {
      await gradeAll({ studies }, outs[0]);
      await gradeAll({ source: dicomweb.bind({ url: orthanc.dicomWeb }) }, outs[1]);
    } finally {
      for (const [name, value] of Object.entries(before))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
    const [expected, found] = await Promise.all(outs.map((out) => readFile(join(out, 'submission.csv'), 'utf8')));
    expect(expected?.trim().split('\n').length).to.equal(1 + 25 * WRITTEN.length);
    expect(found).to.equal(expected);
    const record = await readFile(join(outs[1], 'run.json'), 'utf8');
    expect(record).not.to.contain('sesame');
  });
});
