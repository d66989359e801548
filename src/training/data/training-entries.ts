import { type Additions, adding, entryOf, type StudyState } from '../../core/study-state.ts';
import { givenEntryForeign } from './errors.ts';
import type { StudyLabels } from './labels/study-labels.ts';

/** Random numbers in [0, 1) for one purpose: the same for the same study, epoch and purpose. */
export type RngStreams = (purpose: string) => () => number;

/** Entries before the first operator of a training flow. */
export const GIVEN_ENTRIES = ['custom.labels', 'custom.rng'] as const;

// Classes instead of declarations of `Entries`, which would appear in the types of every user of the product.

class GivenLabels {
  readonly labels: StudyLabels;
  constructor(labels: StudyLabels) {
    this.labels = labels;
  }
}

class GivenRngStreams {
  readonly rng: RngStreams | undefined;
  constructor(rng: RngStreams | undefined) {
    this.rng = rng;
  }
}

/** The study's labels, as `custom.labels`. Every training flow begins with it. */
export const addingLabels = (labels: StudyLabels): Additions => adding('custom.labels', new GivenLabels(labels));

/** RNG streams that vary by epoch, as `custom.rng`; undefined in validation, where nothing varies. */
export const addingRngStreams = (rng: RngStreams | undefined): Additions =>
  adding('custom.rng', new GivenRngStreams(rng));

/** @throws ENTRY_MISSING, GIVEN_ENTRY_FOREIGN */
export const labelsOf = (state: StudyState): StudyLabels => {
  const given = entryOf(state, 'custom.labels');
  if (given instanceof GivenLabels) return given.labels;
  throw givenEntryForeign('custom.labels');
};

/** @throws ENTRY_MISSING, GIVEN_ENTRY_FOREIGN */
export const rngStreamsIn = (state: StudyState): RngStreams | undefined => {
  const given = entryOf(state, 'custom.rng');
  if (given instanceof GivenRngStreams) return given.rng;
  throw givenEntryForeign('custom.rng');
};
