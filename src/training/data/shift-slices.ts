import { z } from 'zod';
import { defineOperator } from '../../core/define-operator.ts';
import { entrySuffix } from '../../core/entry-name.ts';
import { exampleSelections, exampleState } from '../../core/examples/index.ts';
import { adding, entryOf } from '../../core/study-state.ts';
import type { Selection } from '../../domain/results.ts';
import { nameOfSite } from '../../domain/site.ts';
import { addingRngStreams, rngStreamsIn } from './training-entries.ts';

export const shiftSlices = defineOperator({
  name: 'shift-slices',
  summary: 'Begin every selection a random number of slices earlier or later, anew in each epoch.',
  description:
    'The first index moves by an integer from minus to plus "by", and only then is clamped to the stack, as in the original. ' +
    'In validation nothing moves. Such a flow cannot be cached.',
  options: z.strictObject({
    selections: entrySuffix('the selections to read'),
    by: z.int().min(0).describe('how far, in slices'),
    as: entrySuffix('name of the selections written'),
  }),
  example: {
    options: { selections: 'sagt2', by: 1, as: 'shifted' },
    study: () =>
      exampleState(
        adding('selections.sagt2', exampleSelections('11', 3)),
        addingRngStreams(() => () => 0.99),
      ),
  },
  reads: (o) => [`selections.${o.selections}`, 'custom.rng'],
  writes: (o) => [`selections.${o.as}`],
  apply: (o) => (state) => {
    const rng = rngStreamsIn(state);
    const selections = entryOf(state, `selections.${o.selections}`);
    const moved = selections.map((selection) => {
      if (rng === undefined) return selection;
      const draw = rng(`shift ${o.selections} ${nameOfSite(selection.site)}`)();
      return movedBy(selection, Math.floor(draw * (2 * o.by + 1)) - o.by);
    });
    return adding(`selections.${o.as}`, moved);
  },
});

const movedBy = (selection: Selection, shift: number): Selection => {
  const { series, files, count, unclamped, absent: _, ...rest } = selection;
  const all = series?.orderedFiles ?? [];
  const first = unclamped ?? all.findIndex(({ path }) => path === files[0]?.path);
  if (first < 0 && unclamped === undefined) return selection;
  const start = Math.min(Math.max(first + shift, 0), all.length);
  const moved = all.slice(start, start + count);
  return { ...rest, series, count, files: moved, ...(moved.length === 0 && { absent: 'SLICES_FEWER' }) };
};
