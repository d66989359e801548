import type { KeptInFloat32 } from '../../run/grade-studies.ts';

/** Says which folds of a model stay in float32 although int8 was requested, and why. */
export const float32Notice = ({ name, folds }: KeptInFloat32): string => {
  const reasons = new Set(folds.map(({ reason }) => reason));
  const which = [...reasons].map((reason) => {
    const numbers = folds.filter((one) => one.reason === reason).map(({ fold }) => fold);
    return `fold ${numbers.join(', ')}: ${reason}`;
  });
  return `model "${name}" stays in float32 (${which.join('; ')})`;
};
