import { z } from 'zod';
import { defineOutput } from '../../core/define-output.ts';
import { entryNames, entrySuffix } from '../../core/entry-name.ts';
import { exampleLogits, exampleState } from '../../core/examples/index.ts';
import { adding, entryOf } from '../../core/study-state.ts';
import { rowIdOf } from './grade-rows.ts';

export const logits = defineOutput({
  name: 'logits',
  summary: 'Logits of several networks, one row per network and location.',
  description:
    'Out of fold (spinestream evaluate of the pipeline), they are what a level-2 network is trained on. Logits of several folds or views are their mean.',
  columns: ['row_id', 'network', 'normal_mild', 'moderate', 'severe'],
  options: z.strictObject({
    logits: z.array(entrySuffix('name of logits')).min(1).describe('the logits to write, as classify names them'),
  }),
  example: {
    options: { logits: ['split', 'global'] },
    study: () => exampleState(adding('logits.split', exampleLogits(0)), adding('logits.global', exampleLogits(1))),
  },
  reads: (o) => entryNames('logits', o.logits),
  rows: (o) => (state) =>
    o.logits.flatMap((network) =>
      entryOf(state, `logits.${network}`).map((location) => [rowIdOf(state, location), network, ...location.logits]),
    ),
});
