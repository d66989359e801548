import { SpineError } from '../../../domain/spine-error.ts';
import type { StudyOutcome } from '../../define-output.ts';
import { deepDigest } from '../deep-digest.ts';
import { messageOf } from '../law.ts';
import { contentComplaints, fileComplaints } from './content-complaints.ts';
import { madeOf, madeOfExample, type OutputLaw, type OutputSubject, openedOutput } from './output-subject.ts';
import { filesAbout, recordOf } from './run-files.ts';

const FAILURE = { code: 'EXAMPLE_FAILED', reason: 'the example is not graded', where: {}, causes: [] };

/** Checks a study that failed before anything was known about it, and one that failed in a step. */
const failedOutcomes = ({ example }: OutputSubject): readonly (readonly [what: string, StudyOutcome])[] => {
  const { study } = example.study();
  const warnings = [{ code: 'EXAMPLE_WARNING', message: 'noticed before', sites: [], count: 1 }];
  return [
    ['of which only the id is known', { study: { id: study.id }, error: new SpineError(FAILURE) }],
    ['that failed on its way', { study, error: new SpineError(FAILURE), warnings }],
  ];
};

export const failedLaw: OutputLaw = {
  name: 'takes a study that failed',
  complaints: async (subject) => {
    const output = await openedOutput(subject);
    const complaints: string[] = [];
    for (const [what, outcome] of failedOutcomes(subject))
      try {
        complaints.push(...contentComplaints(await madeOf(output, outcome, subject), subject.bound));
      } catch (error) {
        complaints.push(`throws for a study ${what}: ${messageOf(error)}`);
      }
    return complaints;
  },
};

export const runLaw: OutputLaw = {
  name: 'tells of a run from its records alone, however few',
  complaints: async (subject) => {
    const done = recordOf(subject, await madeOfExample(subject));
    const failed = { ...recordOf(subject, {}), studyId: 'failed', error: FAILURE };
    const runs = [
      ['of no study', []],
      ['of a study', [done]],
      ['with a study that failed', [done, failed]],
    ] as const;
    const complaints: string[] = [];
    for (const [which, records] of runs)
      try {
        const files = await filesAbout(subject, records);
        complaints.push(...fileComplaints(files, subject.bound));
        if (deepDigest(files) !== deepDigest(await filesAbout(subject, records)))
          complaints.push(`"ofRun" gives something else the second time for a run ${which}`);
      } catch (error) {
        complaints.push(`"ofRun" throws for a run ${which}: ${messageOf(error)}`);
      }
    if (complaints.length > 0) return complaints;
    const alike =
      deepDigest(await filesAbout(subject, [done])) ===
      deepDigest(await filesAbout(subject, [done], [subject.example.study()]));
    return alike
      ? []
      : ['"ofRun" tells something else where "ofStudy" was called before it; take all of it from the records'];
  },
};
