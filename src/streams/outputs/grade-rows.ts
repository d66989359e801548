import { z } from 'zod';
import type { OutputExample } from '../../core/define-output.ts';
import { entrySuffix } from '../../core/entry-name.ts';
import { exampleProbabilities, exampleState } from '../../core/examples/index.ts';
import { adding, type StudyState } from '../../core/study-state.ts';
import { type GradedLocation, locationOf } from '../../domain/vocabulary.ts';

/** Options of an output with one row per location. */
export const gradesOptions = z.strictObject({ probabilities: entrySuffix('the probabilities to write') });

/** Example of an output with these options. */
export const gradesExample: OutputExample<typeof gradesOptions> = {
  options: { probabilities: 'final' },
  study: () => exampleState(adding('probabilities.final', exampleProbabilities())),
};

/** The challenge's row id: study, condition and level. */
export const rowIdOf = ({ study }: StudyState, { condition, level }: GradedLocation): string =>
  `${study.id}_${locationOf(condition, level)}`;
