import type { StudyLabels } from './study-labels.ts';

/** Numbers in [0, 1) for one purpose: the same for the same study, epoch and purpose. */
export type Chance = (purpose: string) => () => number;

declare module '../../operators/entries.ts' {
  interface Entries {
    /** What is known of the study. Every training flow begins with it. */
    'custom.labels': StudyLabels;
    /** What varies from epoch to epoch; undefined in validation, where nothing does. */
    'custom.chance': Chance | undefined;
  }
}

/** Entries that are there before the first operator of a training flow. */
export const GIVEN_ENTRIES = ['custom.labels', 'custom.chance'] as const;
