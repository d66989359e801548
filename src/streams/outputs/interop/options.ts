import { z } from 'zod';
import type { EntryName } from '../../../core/entries.ts';
import { entrySuffix } from '../../../core/entry-name.ts';
import { namedFamilies } from '../report/report-views.ts';

const keypoints = (what: string) =>
  entrySuffix(`the ${what} keypoints to write, with the selections of the same name`).optional();

/** What every output for other systems is told. */
export const resultShape = {
  probabilities: entrySuffix('the probabilities to write'),
  spinal: keypoints('spinal'),
  foraminal: keypoints('foraminal'),
  subarticular: keypoints('subarticular'),
  contentDate: z
    .enum(['now', 'study'])
    .default('now')
    .describe(
      'date of what is written: when it is written, or that of the study, so that another run gives the same bytes',
    ),
};

/** For those that can say something of a study without grades. */
export const failedShape = {
  failed: z
    .enum(['write', 'skip'])
    .default('write')
    .describe('of a study that could not be graded, write that it could not, or nothing'),
};

const options = z.strictObject(resultShape);
export type ResultOptions = z.output<typeof options>;

export const readsOfResult = (o: ResultOptions): readonly EntryName[] => [
  'series',
  'slices',
  `probabilities.${o.probabilities}`,
  ...namedFamilies(o).flatMap(([, name]) => [`keypoints.${name}`, `selections.${name}`] as const),
];
