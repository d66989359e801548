import type { Family } from '../../domain/families.ts';
import type { Site } from '../../domain/site.ts';
import { CONDITIONS, type Condition, SIDES } from '../../domain/vocabulary.ts';

const [SPINAL, LEFT_FORAMINAL, RIGHT_FORAMINAL, LEFT_SUBARTICULAR, RIGHT_SUBARTICULAR] = CONDITIONS;
const SUBARTICULAR = { left: LEFT_SUBARTICULAR, right: RIGHT_SUBARTICULAR } as const;
const FORAMINAL = { left: LEFT_FORAMINAL, right: RIGHT_FORAMINAL } as const;

/** The conditions whose grades depend on a keypoint. The sagittal T2 one also selected the axial slice of its level. */
export const restingOn = (family: Family, { side }: Site): readonly Condition[] => {
  const sides = side === undefined ? SIDES : [side];
  if (family === 'foraminal') return sides.map((one) => FORAMINAL[one]);
  return [SPINAL, ...sides.map((one) => SUBARTICULAR[one])];
};
