import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entrySuffix } from '../core/entry-name.ts';
import { exampleSelections, exampleSlices, exampleState } from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import type { SliceStore } from '../dicom/index.ts';
import { reversalOfKind } from '../domain/mirror.ts';
import type { InputStack, Selection } from '../domain/results.ts';
import { standardisedStack } from '../imaging/index.ts';
import { type ReadSlice, sliceWarnings } from './slice-notes.ts';

/**
 * Resizes the chosen slices bicubically like OpenCV, stacks them, and standardises the stack to mean 0 and population
 * standard deviation 1. Reads `selections.*`, writes `stacks.*`: [slices, resolutionPx, resolutionPx] each.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, entryOf, normalise } from 'spinestream/operators';
 * import * as kit from 'spinestream/testing';
 *
 * const env = { ...kit.exampleFiles(), models: kit.exampleModels({}) };
 * const selections = adding('selections.sagt2', kit.exampleSelections('11', 5));
 * const state = kit.exampleState(adding('slices', kit.exampleSlices()), selections);
 * // - normalise: { selections: sagt2, resolutionPx: 16, as: sagt2 }
 * const after = await lastValueFrom(of(state).pipe(normalise(env, { selections: 'sagt2', resolutionPx: 16, as: 'sagt2' })));
 * entryOf(after, 'stacks.sagt2')[0]?.shape; // [5, 16, 16]
 */
export const normalise = defineOperator({
  name: 'normalise',
  summary: 'Resize the selected slices, stack them and standardise the stack.',
  description:
    'Stored values are resized with the bicubic interpolation of OpenCV, then the whole stack is scaled to mean 0 and (population) standard deviation 1. ' +
    'Missing slices are zero before standardisation. A selection without slices gives a blank stack.',
  options: z.strictObject({
    selections: entrySuffix('the selections to read'),
    resolutionPx: z.int().min(1).default(512).describe('rows and columns of the result'),
    as: entrySuffix('name of the stacks written'),
  }),
  example: {
    options: { selections: 'sagt2', resolutionPx: 16, as: 'sagt2' },
    study: () =>
      exampleState(adding('slices', exampleSlices()), adding('selections.sagt2', exampleSelections('11', 5))),
  },
  reads: (o) => ['slices', `selections.${o.selections}`],
  writes: (o) => [`stacks.${o.as}`],
  apply: (o) => async (state) => {
    const slices = entryOf(state, 'slices');
    const selections = entryOf(state, `selections.${o.selections}`);
    const stacks = await Promise.all(selections.map((selection) => stacked(selection, slices, o.resolutionPx)));
    const warnings = sliceWarnings(stacks.flatMap(({ read }) => read));
    return adding(
      `stacks.${o.as}`,
      stacks.map(({ stack }) => stack),
      warnings,
    );
  },
});

interface Stacked {
  readonly stack: InputStack;
  readonly read: readonly ReadSlice[];
}

const stacked = async (selection: Selection, slices: SliceStore, resolutionPx: number): Promise<Stacked> => {
  const { site, files, count, series } = selection;
  const size = { rows: resolutionPx, columns: resolutionPx };
  const images = await Promise.all(files.map((file) => slices.slice(file, series?.id ?? '')));
  const { pixels } = standardisedStack(
    images.map((image) => ({ image })),
    { count, size },
  );
  return {
    stack: {
      ...{ site, selection, shape: [count, resolutionPx, resolutionPx] as const, pixels, blank: files.length === 0 },
      ...(series && { inMirror: reversalOfKind(series.kind) }),
    },
    read: images.map((slice) => ({ slice, seriesId: series?.id })),
  };
};
