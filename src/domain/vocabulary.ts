/** The five disc levels, always in this order. */
export const LEVELS = ['l1_l2', 'l2_l3', 'l3_l4', 'l4_l5', 'l5_s1'] as const;
export type Level = (typeof LEVELS)[number];

/** The patient's sides. Positive x of the DICOM patient system is the patient's left. */
export const SIDES = ['left', 'right'] as const;
export type Side = (typeof SIDES)[number];

/** The five graded conditions, always in this order. */
export const CONDITIONS = [
  'spinal_canal_stenosis',
  'left_neural_foraminal_narrowing',
  'right_neural_foraminal_narrowing',
  'left_subarticular_stenosis',
  'right_subarticular_stenosis',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Severities in label order: the index is the label, the names are those of the challenge's files. */
export const SEVERITIES = ['Normal/Mild', 'Moderate', 'Severe'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Label of a location that nobody graded; losses and scores ignore it. */
export const MISSING_LABEL = -100;

export const SERIES_KINDS = ['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2'] as const;
export type SeriesKind = (typeof SERIES_KINDS)[number];

/** A condition at a level, e.g. `left_subarticular_stenosis_l4_l5`. */
export type Location = `${Condition}_${Level}`;

export const locationOf = (condition: Condition, level: Level): Location => `${condition}_${level}`;

/** All 25 locations: conditions outermost, levels innermost. */
export const LOCATIONS: readonly Location[] = CONDITIONS.flatMap((condition) =>
  LEVELS.map((level) => locationOf(condition, level)),
);

/** `left_subarticular_stenosis` -> `Left Subarticular Stenosis`, as the challenge's coordinate files write it. */
export const titleOfCondition = (condition: Condition): string =>
  condition
    .split('_')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(' ');

/** `l1_l2` -> `L1/L2`, as the challenge's coordinate files write it. */
export const titleOfLevel = (level: Level): string => level.toUpperCase().replace('_', '/');

/** `Left Subarticular Stenosis`, `left_subarticular_stenosis` and `L1/L2`, `l1-l2`, `L1 L2` in snake case. */
const snakeCase = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');

/** The condition of a title in words or in snake case. */
export const conditionOfTitle = (title: string): Condition | undefined =>
  CONDITIONS.find((condition) => condition === snakeCase(title));

/** The level of a title such as `L1/L2` or `l1_l2`. */
export const levelOfTitle = (title: string): Level | undefined => LEVELS.find((level) => level === snakeCase(title));

/** The location of a title such as `Spinal Canal Stenosis L1/L2` or `spinal_canal_stenosis_l1_l2`. */
export const locationOfTitle = (title: string): Location | undefined =>
  LOCATIONS.find((location) => location === snakeCase(title));

/** The label of a severity's name, e.g. `Normal/Mild` or `normal_mild`. */
export const severityOfTitle = (title: string): number | undefined => {
  const label = SEVERITIES.findIndex((severity) => snakeCase(severity) === snakeCase(title));
  return label < 0 ? undefined : label;
};
