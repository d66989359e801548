import { z } from 'zod';
import { LEVELS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import type { Level2Config } from '../../models/zoo/level-2.ts';
import { GRADING_PLANS } from '../../operators/grading-plans.ts';
import { levelRows } from '../../operators/network-logits.ts';
import { networkLogitsMissing } from './errors.ts';
import { gradesOf } from './grade-samples.ts';
import type { SamplePlan } from './train-sample.ts';
import { labelsOf } from './training-entries.ts';

export const logitOptions = z.strictObject({
  run: z
    .string()
    .min(1)
    .describe('folder of a run out of fold with the output "logits": what a level-2 network learns from'),
});

/** Samples of a level-2 network: the logits of a study, with all of its grades. Skips studies without a grade. */
export const logitSamples = ({ networks }: Level2Config): SamplePlan => ({
  reads: ['custom.labels'],
  samplesOf: (state) => {
    const { id: studyId } = state.study;
    const { logits = {} } = labelsOf(state);
    const grades = gradesOf(GRADING_PLANS.study, {}, state);
    if (grades.every((grade) => grade === MISSING_LABEL)) return [];
    const inputs = Object.entries(networks).map(([name, kind]) => {
      const pixels = levelRows(kind, logits[name] ?? [], (location) =>
        networkLogitsMissing(name, location, { studyId }),
      );
      return { name, source: name, shape: [LEVELS.length, pixels.length / LEVELS.length], pixels };
    });
    return [{ studyId, site: {}, inputs, answer: { kind: 'grades', grades } }];
  },
});
