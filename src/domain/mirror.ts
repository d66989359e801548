import type { Site } from './site.ts';
import type { Condition, SeriesKind, Side } from './vocabulary.ts';

/** Axes reversed in a stack of the mirrored patient: slices of sagittal series, columns of axial ones. */
export interface Reversal {
  readonly slices: boolean;
  readonly columns: boolean;
}

/** What the mirror reverses in a stack of a series of this kind. */
export const reversalOfKind = (kind: SeriesKind): Reversal => {
  const isAxial = kind === 'Axial T2';
  return { slices: !isAxial, columns: isAxial };
};

export const NO_REVERSAL: Reversal = { slices: false, columns: false };

export const otherSide = (side: Side): Side => (side === 'left' ? 'right' : 'left');

/** The site in the mirrored patient. */
export const mirroredSite = (site: Site): Site =>
  site.side === undefined ? site : { ...site, side: otherSide(site.side) };

const MIRRORED: Readonly<Record<Condition, Condition>> = {
  spinal_canal_stenosis: 'spinal_canal_stenosis',
  left_neural_foraminal_narrowing: 'right_neural_foraminal_narrowing',
  right_neural_foraminal_narrowing: 'left_neural_foraminal_narrowing',
  left_subarticular_stenosis: 'right_subarticular_stenosis',
  right_subarticular_stenosis: 'left_subarticular_stenosis',
};

/** The condition of the other side; the spinal canal has no sides. */
export const mirroredCondition = (condition: Condition): Condition => MIRRORED[condition];
