import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { keptFolder } from '../support/temporary-folder.ts';
import { startEncoders } from './encoders/codestreams.ts';
import { type Graded, gradeFolder, readResults, writeStudy } from './grade.ts';
import { differenceOf, studiesIn } from './judge.ts';
import { type Named, reEncodingsByGroup } from './re-encoding.ts';
import { phantomBase } from './study/phantom.ts';
import type { Study } from './study/study.ts';

/**
 * Groups in the order in which their re-encodings can follow each other, at most one of each stage: what a series is comes before how its
 * pixels are stored, and that before how its files are called.
 */
const STAGES: readonly (readonly string[])[] = [
  ['objects'],
  ['choice', 'series', 'studies'],
  ['geometry'],
  ['headers'],
  ['values', 'syntaxes', 'enhanced'],
  ['names'],
];
const RUNS = 10;
const WITHIN = 1e-6;

const groups = reEncodingsByGroup();
const isExact = (one: Named): boolean =>
  one.expect === 'same' && one.within === undefined && one.rows === undefined && !one.alone;
const exactOf = (stage: readonly string[]): readonly Named[] =>
  stage.flatMap((group) => (groups.get(group) ?? []).filter(isExact));

/** Two or three stages, with one re-encoding of each. */
const combinations: fc.Arbitrary<readonly Named[]> = fc
  .shuffledSubarray([...STAGES.keys()], { minLength: 2, maxLength: 3 })
  .chain((stages) =>
    fc.tuple(...[...stages].sort((a, b) => a - b).map((stage) => fc.constantFrom(...exactOf(STAGES[stage]!)))),
  );

describe('re-encodings in combination', function () {
  this.timeout(180_000);
  let base: Study;
  let expected: Graded;

  const graded = async (study: Study): Promise<readonly Graded[]> => {
    const folder = await keptFolder();
    await writeStudy(study, join(folder, 'studies', 'study'));
    await gradeFolder(join(folder, 'studies'), join(folder, 'out'));
    const results = await readResults(join(folder, 'out'));
    await rm(folder, { recursive: true });
    return studiesIn(results, 'study');
  };

  before(async () => {
    await startEncoders();
    base = phantomBase(9001, 0);
    expected = (await graded(base.copy()))[0]!;
  });

  it('give the 25 rows of the study as it was, and no warning that none of them gives', () =>
    fc.assert(
      fc.asyncProperty(combinations, async (combination) => {
        const study = base.copy('combination');
        for (const { change } of combination) await change(study);
        fc.pre(study.hasOwnPaths());
        const [found, ...more] = await graded(study);
        const title = combination.map(({ name }) => name).join(' + ');
        expect(more, `${title}: studies`).to.have.length(0);
        expect(found?.errors, title).to.deep.equal([]);
        expect(differenceOf(found!, expected), title).to.be.at.most(WITHIN);
        const known = [...expected.warnings.map(({ code }) => code), ...combination.flatMap(({ codes = [] }) => codes)];
        for (const { code } of found!.warnings) expect(known, title).to.include(code);
      }),
      { numRuns: RUNS },
    ));
});
