import { expect } from 'chai';
import { lastValueFrom, of, toArray } from 'rxjs';
import { gradedStudies, twoStage } from '../../examples/compose.ts';
import {
  entryOf,
  exampleState,
  LOCATIONS,
  locationOf,
  SpineError,
  type StudyFolder,
  type StudyItem,
} from '../../src/index.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { pretendedEnv, runPipelineFile } from './support.ts';

const folderOf = (items: readonly StudyItem[]): StudyFolder => ({
  images: 'images',
  descriptions: 'descriptions.csv',
  studyIds: items.map(({ study }) => study.id),
  allIds: items.map(({ study }) => study.id),
  absent: 0,
  itemsOf: async (id) => [items.find(({ study }) => study.id === id)!],
});

describe('the example compose', () => {
  it('gives what the shipped two-stage pipeline gives', async () => {
    const composed = await lastValueFrom(of(exampleState()).pipe(twoStage(pretendedEnv)));
    const declared = await runPipelineFile('pipelines/two-stage.yaml');
    for (const name of ['probabilities.final', 'keypoints.sagt2', 'keypoints.sagt1', 'keypoints.axial'] as const)
      expect(entryOf(composed, name), name).to.deep.equal(entryOf(declared, name));
    expect(composed.warnings).to.deep.equal(declared.warnings);
  });

  it('grades every study of a folder at all 25 locations', async () => {
    const study = exampleState().study;
    const folder = folderOf([{ study }, { study: { ...study, id: '2' } }]);
    const graded = await lastValueFrom(gradedStudies(folder, pretendedEnv, 1).pipe(toArray()));
    expect(graded.map((state) => state.study.id)).to.deep.equal(['1', '2']);
    for (const state of graded) {
      const locations = entryOf(state, 'probabilities.final').map(({ condition, level }) =>
        locationOf(condition, level),
      );
      expect(locations).to.deep.equal(LOCATIONS);
    }
  });

  it('passes on what the source says is wrong with a study', async () => {
    const error = new SpineError({ code: 'STUDY_NOT_DESCRIBED', reason: 'no series' });
    const rejection = rejectionOf(
      lastValueFrom(gradedStudies(folderOf([{ study: { id: '3' }, error }]), pretendedEnv)),
    );
    expect((await rejection).code).to.equal('STUDY_NOT_DESCRIBED');
  });
});
