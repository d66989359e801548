import { z } from 'zod';
import type { OutputExample } from '../../core/define-output.ts';
import { entrySuffix } from '../../core/entry-name.ts';
import { exampleProbabilities, exampleState } from '../../core/examples/index.ts';
import { adding, type StudyState } from '../../core/study-state.ts';
import type { LocationProbabilities } from '../../domain/results.ts';
import { locationOf } from '../../domain/vocabulary.ts';

/** Options of an output with one row per location. */
export const gradesOptions = z.strictObject({ probabilities: entrySuffix('the probabilities to write') });

/** Example of an output with these options. */
export const gradesExample: OutputExample<typeof gradesOptions> = {
  options: { probabilities: 'final' },
  study: () => exampleState(adding('probabilities.final', exampleProbabilities())),
};

/** The challenge's row id: study, condition and level. */
export const rowIdOf = (
  { study }: StudyState,
  { condition, level }: Pick<LocationProbabilities, 'condition' | 'level'>,
): string => `${study.id}_${locationOf(condition, level)}`;
