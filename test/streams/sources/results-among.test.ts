import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { evaluateRuns } from '../../../src/evaluation/evaluate-runs.ts';
import { inspectStudy } from '../../../src/run/inspection/inspect-study.ts';
import { openFolder } from '../../../src/streams/sources/folder.ts';
import { openStudies } from '../../../src/streams/sources/open-studies.ts';
import { resultsAmong, resultsLeftOut } from '../../../src/streams/sources/results-among.ts';
import { openStudyFolder } from '../../../src/streams/sources/study-folder.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

describe('results among studies', () => {
  const folder = temporaryFolder();
  const at = (...names: readonly string[]) => join(folder(), ...names);

  it('are known by their journal, and the folder of this run by its path', async () => {
    await writeTree(folder(), { 'old/journal.jsonl': '', 'study/a/1.dcm': '', 'new/log.jsonl': '' });
    const names = new Set(['old', 'study', 'new']);
    expect(await resultsAmong(folder(), names)).to.deep.equal(['old']);
    expect(await resultsAmong(folder(), names, `${at('new')}/`)).to.deep.equal(['old', 'new']);
    for (const out of [at('study', 'new'), at('study')])
      expect(await resultsAmong(folder(), names, out)).to.deep.equal(['old']);
  });

  it('give one note', () => {
    expect(resultsLeftOut([])).to.deep.equal([]);
    expect(resultsLeftOut(['a']).map(({ code, message }) => [code, message])).to.deep.equal([
      [
        'RESULTS_AMONG_STUDIES',
        '"a" among the studies holds results of a run and is no study; keep results outside of --studies',
      ],
    ]);
    expect(resultsLeftOut(['a', 'b', 'c', 'd'])[0]?.message).to.match(
      /^"a", "b", "c" and 1 more among .* hold results /,
    );
  });

  for (const described of [false, true])
    it(`are no studies, ${described ? 'with' : 'without'} descriptions`, async () => {
      await writeTree(folder(), {
        '7/a/1.dcm': dicomFixture(),
        '8/a/1.dcm': dicomFixture(),
        'res/journal.jsonl': '',
        ...(described && {
          'train_series_descriptions.csv': 'study_id,series_id,series_description\n7,a,Axial T2\n8,a,Axial T2\n',
        }),
      });
      await mkdir(at('out'));
      const { studyIds, notes } = await openStudies({ root: folder(), out: at('out') });
      expect(studyIds).to.deep.equal(['7', '8']);
      expect(notes?.map(({ code }) => code)).to.deep.equal(['RESULTS_AMONG_STUDIES']);
    });

  it('are refused as the folder of studies itself, with every way to open one', async () => {
    const folders = { 'out/journal.jsonl': '', 'out/report/index.html': '', 'out/dicom-sc/1.dcm': dicomFixture() };
    await writeTree(folder(), folders);
    const opening: readonly (() => Promise<unknown>)[] = [
      () => openStudies({ root: at('out') }),
      () => openStudies({ root: at('out'), descriptions: 'no.csv' }),
      () => openStudyFolder({ root: at('out') }),
      () => openFolder({ path: at('out') }, { out: at('new') }),
      () => inspectStudy({ study: at('out') }),
      () => evaluateRuns({ inputs: ['x'], out: 'y', studies: at('out'), seed: 1, resamples: 1, nestedFolds: 2 }),
    ];
    for (const open of opening)
      expect(await rejectionOf(open())).to.include({
        code: 'STUDIES_ARE_RESULTS',
        message: `${at('out')}: this folder holds the results of a run, expected studies; give the folder of the studies, which its run.json names under options`,
      });
  });

  it('may lie where the layout of the challenge has its tables', async () => {
    await writeTree(folder(), { 'journal.jsonl': '', 'train_images/7/a/1.dcm': dicomFixture() });
    expect((await openFolder({ path: folder() }, { out: folder() })).count).to.equal(1);
  });

  it('do not go into the folder of the studies itself', async () => {
    await writeTree(folder(), { 's/7/a/1.dcm': dicomFixture(), 's/8/a/1.dcm': dicomFixture(), 's/journal.jsonl': '' });
    const { code } = await rejectionOf(openFolder({ path: at('s') }, { out: `${at('s')}/` }));
    expect(code).to.equal('OUTPUT_IS_STUDIES');
  });

  it('do not make a study that was described one of them', async () => {
    await writeTree(folder(), {
      '7/a/1.dcm': dicomFixture(),
      '7/journal.jsonl': '',
      'train_series_descriptions.csv': 'study_id,series_id,series_description\n7,a,Axial T2\n',
    });
    expect((await openStudies({ root: folder() })).studyIds).to.deep.equal(['7']);
  });
});
