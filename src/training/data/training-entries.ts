import { type Additions, adding, entryOf, type StudyState } from '../../core/study-state.ts';
import { givenEntryForeign } from './errors.ts';
import type { StudyLabels } from './labels/study-labels.ts';

/** Random numbers in [0, 1) for one purpose: the same for the same study, epoch and purpose. */
export type RngStreams = (purpose: string) => () => number;

/** Entries before the first operator of a training flow. */
export const GIVEN_ENTRIES = ['custom.labels', 'custom.rng'] as const;

/** What a training flow is given under a name; no other code makes or reads it. */
const given = <V>(name: (typeof GIVEN_ENTRIES)[number]) => {
  // A class instead of a declaration of `Entries`, which would appear in the types of every user of the product.
  class Given {
    readonly value: V;
    constructor(value: V) {
      this.value = value;
    }
  }
  return {
    adding: (value: V): Additions => adding(name, new Given(value)),
    /** @throws ENTRY_MISSING, GIVEN_ENTRY_FOREIGN */
    in: (state: StudyState): V => {
      const entry = entryOf(state, name);
      if (entry instanceof Given) return entry.value;
      throw givenEntryForeign(name);
    },
  };
};

/** The study's labels, as `custom.labels`. Every training flow begins with it. */
export const { adding: addingLabels, in: labelsOf } = given<StudyLabels>('custom.labels');

/** RNG streams that vary by epoch, as `custom.rng`; undefined in validation, where nothing varies. */
export const { adding: addingRngStreams, in: rngStreamsIn } = given<RngStreams | undefined>('custom.rng');
