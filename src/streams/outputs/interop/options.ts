import { z } from 'zod';
import type { EntryName } from '../../../core/entries.ts';
import { entryNames, entrySuffix } from '../../../core/entry-name.ts';
import { exampleFiles } from '../../../core/examples/index.ts';
import { keypointOptions } from '../../../core/keypoint-options.ts';
import { namedFamilies } from '../../../domain/families.ts';
import { gradedExample } from '../graded-example.ts';

/** Options that all outputs for other systems share. */
export const resultShape = {
  probabilities: entrySuffix('the probabilities to write'),
  confidence: entrySuffix(
    'the confidence of assess-confidence; grades that it refers to a reader are marked as doubtful',
  ).optional(),
  ...keypointOptions((family) => `the ${family} keypoints to write, with the selections of the same name`),
};

/** Options of outputs that also handle studies without grades. */
export const failedShape = {
  failed: z
    .enum(['write', 'skip'])
    .default('write')
    .describe('for a study that could not be graded, write a report with the reason, or nothing'),
};

/** Example of an output with these options. */
export const resultExample = { ...gradedExample, env: exampleFiles };

const options = z.strictObject(resultShape);
export type ResultOptions = z.output<typeof options>;

export const readsOfResult = (o: ResultOptions): readonly EntryName[] => [
  'series',
  'slices',
  `probabilities.${o.probabilities}`,
  ...entryNames('confidence', o.confidence),
  ...namedFamilies(o).flatMap(([, name]) => [`keypoints.${name}`, `selections.${name}`] as const),
];
