/**
 * The five disc levels from head to foot, always in this order.
 *
 * @example
 * import { LEVELS } from 'spinestream/operators';
 *
 * LEVELS; // ['l1_l2', 'l2_l3', 'l3_l4', 'l4_l5', 'l5_s1']
 */
export const LEVELS = ['l1_l2', 'l2_l3', 'l3_l4', 'l4_l5', 'l5_s1'] as const;
/** One of `LEVELS`. */
export type Level = (typeof LEVELS)[number];

/**
 * The patient's sides. Positive x of the DICOM patient system is the patient's left.
 *
 * @example
 * import { SIDES } from 'spinestream/operators';
 *
 * SIDES; // ['left', 'right']
 */
export const SIDES = ['left', 'right'] as const;
/** One of `SIDES`. */
export type Side = (typeof SIDES)[number];

/**
 * The five conditions that are graded, always in this order; the names are those of the RSNA 2024 challenge's files.
 *
 * @example
 * import { CONDITIONS, LEVELS } from 'spinestream/operators';
 *
 * CONDITIONS.length * LEVELS.length; // 25
 * CONDITIONS[0]; // 'spinal_canal_stenosis'
 */
export const CONDITIONS = [
  'spinal_canal_stenosis',
  'left_neural_foraminal_narrowing',
  'right_neural_foraminal_narrowing',
  'left_subarticular_stenosis',
  'right_subarticular_stenosis',
] as const;
/** One of `CONDITIONS`. */
export type Condition = (typeof CONDITIONS)[number];

/**
 * Severities in label order: the index is the label, the names are those of the challenge's files.
 *
 * @example
 * import { SEVERITIES } from 'spinestream/operators';
 *
 * SEVERITIES.indexOf('Severe'); // 2
 */
export const SEVERITIES = ['Normal/Mild', 'Moderate', 'Severe'] as const;
/** One of `SEVERITIES`. */
export type Severity = (typeof SEVERITIES)[number];

/**
 * Label of a location without a grade in the truth; losses and scores ignore it. The value is PyTorch's `ignore_index`.
 *
 * @example
 * import { MISSING_LABEL, SEVERITIES } from 'spinestream/operators';
 *
 * const labels = [0, 2, MISSING_LABEL];
 * labels.filter((label) => label !== MISSING_LABEL).map((label) => SEVERITIES[label]); // ['Normal/Mild', 'Severe']
 */
export const MISSING_LABEL = -100;

/**
 * The kinds of series that grading uses, named as in the challenge's `train_series_descriptions.csv`.
 *
 * @example
 * import { SERIES_KINDS } from 'spinestream/operators';
 *
 * SERIES_KINDS; // ['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2']
 */
export const SERIES_KINDS = ['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2'] as const;
/** One of `SERIES_KINDS`. */
export type SeriesKind = (typeof SERIES_KINDS)[number];

/** What a grade is of. */
export interface GradedLocation {
  readonly condition: Condition;
  readonly level: Level;
}

export const isSameLocation = (a: GradedLocation, b: GradedLocation): boolean =>
  a.condition === b.condition && a.level === b.level;

/** A condition at a level, e.g. `left_subarticular_stenosis_l4_l5`. */
export type Location = `${Condition}_${Level}`;

/**
 * Returns the name of a location, which is the suffix of a submission's row ids.
 *
 * @example
 * import { locationOf } from 'spinestream/operators';
 *
 * locationOf('left_subarticular_stenosis', 'l4_l5'); // 'left_subarticular_stenosis_l4_l5'
 */
export const locationOf = (condition: Condition, level: Level): Location => `${condition}_${level}`;

/**
 * All 25 locations: conditions outermost, levels innermost.
 *
 * @example
 * import { LOCATIONS } from 'spinestream/operators';
 *
 * LOCATIONS.length; // 25
 * LOCATIONS.slice(4, 6); // ['spinal_canal_stenosis_l5_s1', 'left_neural_foraminal_narrowing_l1_l2']
 */
export const LOCATIONS: readonly Location[] = CONDITIONS.flatMap((condition) =>
  LEVELS.map((level) => locationOf(condition, level)),
);

/** `left_subarticular_stenosis` -> `Left Subarticular Stenosis`, as in the challenge's coordinate files. */
export const titleOfCondition = (condition: Condition): string =>
  condition
    .split('_')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(' ');

/** `l1_l2` -> `L1/L2`, as in the challenge's coordinate files. */
export const titleOfLevel = (level: Level): string => level.toUpperCase().replace('_', '/');

/** `Left Subarticular Stenosis`, `left_subarticular_stenosis` and `L1/L2`, `l1-l2`, `L1 L2` in snake case. */
const snakeCase = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');

/** The condition of a title, in words or in snake case. */
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
