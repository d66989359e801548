import { EMPTY } from 'rxjs';
import { z } from 'zod';
import type { BoundItem } from '../../config/wiring.ts';
import type { BoundOperator } from '../../core/define-operator.ts';
import { type BoundOutput, defineOutput } from '../../core/define-output.ts';
import type { SamplePlan } from '../data/train-sample.ts';
import { GIVEN_ENTRIES } from '../data/training-entries.ts';

/** Represents the initial entries in the wiring check as an operator that writes them. It never runs. */
export const givenEntries: BoundItem<BoundOperator> = {
  path: ['steps'],
  line: 1,
  bound: {
    name: 'the labels',
    reads: [],
    writes: GIVEN_ENTRIES,
    models: [],
    files: [],
    mirrors: false,
    work: () => () => EMPTY,
    start: () => (source) => source,
  },
};

/** Represents the consumer of the final entries in the wiring check. */
export const samplesReader = ({ reads }: SamplePlan): BoundItem<BoundOutput> => ({
  path: ['samples'],
  line: 1,
  bound: defineOutput({
    name: 'samples',
    summary: 'What the network learns from.',
    options: z.strictObject({}),
    reads: () => reads,
    open: () => ({ ofStudy: () => ({}) }),
  }).bind({}),
});
