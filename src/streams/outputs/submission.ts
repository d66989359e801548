import { defineOutput } from '../../core/define-output.ts';
import { entryOf } from '../../core/study-state.ts';
import { basis } from './basis.ts';
import { gradesExample, gradesOptions, rowIdOf } from './grade-rows.ts';

export const submission = defineOutput({
  name: 'submission',
  summary: 'Probabilities in the form of the challenge: one row a location; basis.csv says what each rests on.',
  columns: ['row_id', 'normal_mild', 'moderate', 'severe'],
  options: gradesOptions,
  example: gradesExample,
  reads: (o) => [`probabilities.${o.probabilities}`],
  companions: (o) => [basis.bind(o)],
  rows: (o) => (state) =>
    entryOf(state, `probabilities.${o.probabilities}`).map((grade) => [rowIdOf(state, grade), ...grade.probabilities]),
});
