import type { IndexedSlice } from './indexed.ts';

interface InFrame {
  readonly frameOfReferenceUid?: string | undefined;
}

/** Whether positions in two frames of reference are comparable: unless both are known, and differ. */
export const shareFrame = ({ frameOfReferenceUid: one }: InFrame, { frameOfReferenceUid: other }: InFrame): boolean =>
  one === undefined || other === undefined || one === other;

/** The FrameOfReferenceUID of a series: of the first slice that has one. */
export const frameOf = (slices: readonly IndexedSlice[]): string | undefined =>
  slices.find(({ header }) => header.frameOfReferenceUid !== undefined)?.header.frameOfReferenceUid;
