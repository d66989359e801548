import { expect } from 'chai';
import { lastValueFrom, toArray } from 'rxjs';
import { gradedStudies } from '../../examples/compose.ts';
import { entryOf, exampleState, LOCATIONS, locationOf, SpineError, type StudyItem } from '../../src/index.ts';
import { pretendedEnv, runPipelineFile } from './support.ts';

async function* given(...items: readonly StudyItem[]): AsyncGenerator<StudyItem> {
  yield* items;
}

describe('the example compose', () => {
  const { study } = exampleState();
  const graded = (...items: readonly StudyItem[]) =>
    lastValueFrom(gradedStudies(given(...items), pretendedEnv, 1).pipe(toArray()));

  it('gives what the shipped two-stage pipeline gives', async () => {
    const [outcome] = await graded({ study });
    const declared = await runPipelineFile('pipelines/two-stage.yaml');
    for (const name of ['probabilities.final', 'keypoints.sagt2', 'keypoints.sagt1', 'keypoints.axial'] as const)
      expect(entryOf(outcome!.state!, name), name).to.deep.equal(entryOf(declared, name));
    expect(outcome?.state?.warnings).to.deep.equal(declared.warnings);
  });

  it('grades every study of a source at all 25 locations', async () => {
    const outcomes = await graded({ study }, { study: { ...study, id: '2' } });
    expect(outcomes.map((outcome) => outcome.study.id)).to.deep.equal(['1', '2']);
    for (const { state } of outcomes) {
      const locations = entryOf(state!, 'probabilities.final').map(({ condition, level }) =>
        locationOf(condition, level),
      );
      expect(locations).to.deep.equal(LOCATIONS);
    }
  });

  it('says what is wrong with a study, and goes on', async () => {
    const error = new SpineError({ code: 'STUDY_NOT_DESCRIBED', reason: 'no series' });
    const outcomes = await graded({ study: { id: '3' }, error }, { study });
    expect(outcomes.map((outcome) => outcome.error?.code)).to.deep.equal(['STUDY_NOT_DESCRIBED', undefined]);
  });
});
