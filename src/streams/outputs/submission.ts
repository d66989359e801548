import { defineOutput } from '../../core/define-output.ts';
import { entryOf } from '../../core/study-state.ts';
import { UNKNOWN_BASIS } from '../../domain/basis.ts';
import { gradesExample, gradesOptions, rowIdOf } from './grade-rows.ts';

/** Written automatically with every output of grades; cannot be requested separately. */
export const basis = defineOutput({
  name: 'basis',
  summary: 'What each grade rests on: one row per location.',
  columns: ['row_id', 'seen', 'reasons'],
  options: gradesOptions,
  example: gradesExample,
  reads: (o) => [`probabilities.${o.probabilities}`],
  rows: (o) => (state) =>
    entryOf(state, `probabilities.${o.probabilities}`).map((grade) => {
      const { seen, reasons } = grade.basis ?? UNKNOWN_BASIS;
      return [rowIdOf(state, grade), seen, reasons.join(' ')];
    }),
});

export const submission = defineOutput({
  name: 'submission',
  summary: 'Probabilities in the format of the challenge, one row per location; basis.csv records what each rests on.',
  columns: ['row_id', 'normal_mild', 'moderate', 'severe'],
  options: gradesOptions,
  example: gradesExample,
  reads: (o) => [`probabilities.${o.probabilities}`],
  companions: (o) => [basis.bind(o)],
  rows: (o) => (state) =>
    entryOf(state, `probabilities.${o.probabilities}`).map((grade) => [rowIdOf(state, grade), ...grade.probabilities]),
});
