import { FAMILIES, type Family } from '../domain/families.ts';
import { entrySuffix } from './entry-name.ts';

/** Options that name the keypoints of each family. */
export const keypointOptions = (described: (family: Family) => string) => {
  const option = (family: Family) => entrySuffix(described(family)).optional();
  return { spinal: option('spinal'), foraminal: option('foraminal'), subarticular: option('subarticular') };
};

/** For `refine` of options that must name a family's keypoints. */
export const namesFamily = [
  (options: Readonly<Partial<Record<Family, unknown>>>): boolean =>
    FAMILIES.some((family) => options[family] !== undefined),
  `expected at least one of ${FAMILIES.join(', ')}`,
] as const;
