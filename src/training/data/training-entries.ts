import { type Additions, adding, entryOf, type StudyState } from '../../core/study-state.ts';
import { givenEntryForeign } from './errors.ts';
import type { StudyLabels } from './study-labels.ts';

/** Random numbers in [0, 1) for one purpose: the same for the same study, epoch and purpose. */
export type Chance = (purpose: string) => () => number;

/** Entries before the first operator of a training flow. */
export const GIVEN_ENTRIES = ['custom.labels', 'custom.chance'] as const;

// Classes instead of declarations of `Entries`, which would appear in the types of every user of the product.

class GivenLabels {
  readonly labels: StudyLabels;
  constructor(labels: StudyLabels) {
    this.labels = labels;
  }
}

class GivenChance {
  readonly chance: Chance | undefined;
  constructor(chance: Chance | undefined) {
    this.chance = chance;
  }
}

/** The study's labels, as `custom.labels`. Every training flow begins with it. */
export const addingLabels = (labels: StudyLabels): Additions => adding('custom.labels', new GivenLabels(labels));

/** RNG streams that vary by epoch, as `custom.chance`; undefined in validation, where nothing varies. */
export const addingChance = (chance: Chance | undefined): Additions => adding('custom.chance', new GivenChance(chance));

/** @throws ENTRY_MISSING, GIVEN_ENTRY_FOREIGN */
export const labelsOf = (state: StudyState): StudyLabels => {
  const given = entryOf(state, 'custom.labels');
  if (given instanceof GivenLabels) return given.labels;
  throw givenEntryForeign('custom.labels');
};

/** @throws ENTRY_MISSING, GIVEN_ENTRY_FOREIGN */
export const chanceIn = (state: StudyState): Chance | undefined => {
  const given = entryOf(state, 'custom.chance');
  if (given instanceof GivenChance) return given.chance;
  throw givenEntryForeign('custom.chance');
};
