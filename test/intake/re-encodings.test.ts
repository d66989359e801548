import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keptFolder } from '../support/temporary-folder.ts';
import { startEncoders } from './encoders/codestreams.ts';
import { type Graded, gradeFolder, readResults, writeStudy } from './grade.ts';
import { judge, type References, studiesIn } from './judge.ts';
import { type Named, reEncodingsByGroup } from './re-encoding.ts';
import { otherStudy } from './study/other.ts';
import { phantomBase } from './study/phantom.ts';
import type { Study } from './study/study.ts';

/** The first study has slices whose numbers begin with 2; the second one pixels that are not square, and axial slices numbered from the head. */
const SEED = 9001;
const GROUPS = [...reEncodingsByGroup()];
/** What does not depend on how slices lie, and is tried with the first study alone. */
const INDEPENDENT = ['damaged', 'headers', 'objects'];

/** One run for all re-encodings of a group, with the two studies that they are compared with. */
const gradeGroup = async (base: Study, reEncodings: readonly Named[]): Promise<ReadonlyMap<string, Graded>> => {
  const folder = await keptFolder();
  const studies = join(folder, 'studies');
  await writeStudy(base.copy(), join(studies, 'base'));
  await writeStudy(otherStudy(base), join(studies, 'other'));
  for (const { name, change } of reEncodings) {
    const study = base.copy(name);
    await change(study);
    await writeStudy(study, join(studies, name));
  }
  await gradeFolder(studies, join(folder, 'out'));
  const results = await readResults(join(folder, 'out'));
  await rm(folder, { recursive: true });
  return results;
};

for (const [index, title] of ['a study', 'a study of oblong pixels'].entries())
  describe(`${title}, written anew`, () => {
    let base: Study;
    before(async () => {
      await startEncoders();
      base = phantomBase(SEED, index);
    });

    for (const [group, reEncodings] of GROUPS.filter(([name]) => index === 0 || !INDEPENDENT.includes(name)))
      describe(group, function () {
        this.timeout(120_000);
        let results: ReadonlyMap<string, Graded>;
        let references: References;

        before(async () => {
          results = await gradeGroup(base, reEncodings);
          references = { base: results.get('base')!, other: results.get('other')! };
        });

        for (const one of reEncodings)
          it(`${one.name}: ${one.expect}`, () => judge(one, studiesIn(results, one.name), references));
      });
  });
