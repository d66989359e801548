import { z } from 'zod';
import { defineOutput } from '../../core/define-output.ts';
import { entrySuffix } from '../../core/entry-name.ts';
import { exampleConfidence, exampleState } from '../../core/examples/index.ts';
import { adding, entryOf } from '../../core/study-state.ts';
import { rowIdOf } from './grade-rows.ts';

export const CONFIDENCE_COLUMNS = [
  'row_id',
  'probability_right',
  'calibrated',
  'refer',
  'reasons',
  'seen',
  'doubtful',
  'entropy',
  'margin',
  'fold_disagreement',
  'network_disagreement',
  'peak',
  'spread',
] as const;

const yes = (so: boolean): string => (so ? 'yes' : 'no');

export const confidence = defineOutput({
  name: 'confidence',
  summary: 'Confidence of each grade, whether a reader should review it, and why: one row per location.',
  description:
    'Cells are empty if nothing was seen or a measure is unknown. Without a calibration, probability_right is the probability of the most probable severity; evaluate fits a calibration to these columns.',
  columns: CONFIDENCE_COLUMNS,
  options: z.strictObject({ confidence: entrySuffix('the confidence to write, as assess-confidence gives it') }),
  example: {
    options: { confidence: 'final' },
    study: () => exampleState(adding('confidence.final', exampleConfidence())),
  },
  reads: (o) => [`confidence.${o.confidence}`],
  rows: (o) => (state) =>
    entryOf(state, `confidence.${o.confidence}`).map((location) => {
      const { probabilityRight, calibrated, refer, reasons, measures } = location;
      return [
        ...[rowIdOf(state, location), probabilityRight, yes(calibrated), yes(refer), reasons.join(' ')],
        ...[measures.seen, yes(measures.doubtful), measures.entropy, measures.margin],
        ...[measures.foldDisagreement, measures.networkDisagreement, measures.peak, measures.spread],
      ];
    }),
});
