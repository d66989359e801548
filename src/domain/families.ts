import type { Condition, SeriesKind, Side } from './vocabulary.ts';

/** The structures that keypoints mark. */
export const FAMILIES = ['spinal', 'foraminal', 'subarticular'] as const;
export type Family = (typeof FAMILIES)[number];

/** The kind of series that shows each family. */
export const KIND_OF_FAMILY: Readonly<Record<Family, SeriesKind>> = {
  spinal: 'Sagittal T2/STIR',
  foraminal: 'Sagittal T1',
  subarticular: 'Axial T2',
};

/** The family, and side, that a condition is seen on. */
export const FAMILY_OF: Readonly<Record<Condition, { readonly family: Family; readonly side: Side | undefined }>> = {
  spinal_canal_stenosis: { family: 'spinal', side: undefined },
  left_neural_foraminal_narrowing: { family: 'foraminal', side: 'left' },
  right_neural_foraminal_narrowing: { family: 'foraminal', side: 'right' },
  left_subarticular_stenosis: { family: 'subarticular', side: 'left' },
  right_subarticular_stenosis: { family: 'subarticular', side: 'right' },
};

/** Names of each family's entries; absent for families that are not used. */
export type FamilyNames = Readonly<Partial<Record<Family, string | undefined>>>;

/** The families with a name, and that name. */
export const namedFamilies = (names: FamilyNames): readonly (readonly [Family, string])[] =>
  FAMILIES.flatMap((family) => {
    const name = names[family];
    return name === undefined ? [] : [[family, name] as const];
  });
