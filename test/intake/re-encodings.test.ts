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

/** One run for all studies, by the names of their folders. */
const graded = async (
  all: Readonly<Record<string, () => Study | Promise<Study>>>,
): Promise<ReadonlyMap<string, Graded>> => {
  const folder = await keptFolder();
  const studies = join(folder, 'studies');
  for (const [name, study] of Object.entries(all)) await writeStudy(await study(), join(studies, name));
  await gradeFolder(studies, join(folder, 'out'));
  const results = await readResults(join(folder, 'out'));
  await rm(folder, { recursive: true });
  return results;
};

const referencesOf = async (base: Study): Promise<References> => {
  const results = await graded({ base: () => base.copy(), other: () => otherStudy(base) });
  return { base: results.get('base')!, other: results.get('other')! };
};

/** One run for all re-encodings of a group. */
const gradeGroup = (base: Study, reEncodings: readonly Named[]): Promise<ReadonlyMap<string, Graded>> => {
  const changed = async ({ name, change }: Named): Promise<Study> => {
    const study = base.copy(name);
    await change(study);
    return study;
  };
  return graded(Object.fromEntries(reEncodings.map((one) => [one.name, () => changed(one)])));
};

for (const [index, title] of ['a study', 'a study of oblong pixels'].entries())
  describe(`${title}, written anew`, () => {
    let base: Study;
    let references: References;
    before(async function () {
      this.timeout(120_000);
      await startEncoders();
      base = phantomBase(SEED, index);
      references = await referencesOf(base);
    });

    for (const [group, reEncodings] of GROUPS.filter(([name]) => index === 0 || !INDEPENDENT.includes(name)))
      describe(group, function () {
        this.timeout(120_000);
        let results: ReadonlyMap<string, Graded>;

        before(async () => {
          results = await gradeGroup(base, reEncodings);
        });

        for (const one of reEncodings)
          it(`${one.name}: ${one.expect}`, () => judge(one, studiesIn(results, one.name), references));
      });
  });
