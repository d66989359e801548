/** Groups of measures, in the order of the page. */
export const DRIFT_GROUPS = ['images', 'scanner', 'features', 'grades', 'confidence', 'warnings'] as const;
/** One of `DRIFT_GROUPS`. */
export type DriftGroup = (typeof DRIFT_GROUPS)[number];

/** What is compared between groups of studies. */
export interface DriftMeasure {
  readonly group: DriftGroup;
  readonly name: string;
}

/** A study's numbers and categories, by the key of their measure. */
export interface DriftStudy {
  readonly studyId: string;
  readonly numbers: Map<string, number>;
  readonly categories: Map<string, string>;
}

export type StudyOf = (studyId: string) => DriftStudy;

/** `images: Sagittal T1 noise` */
export const keyOf = (group: DriftGroup, name: string): string => `${group}: ${name}`;

export const measureOf = (key: string): DriftMeasure => {
  const group = DRIFT_GROUPS.find((one) => key.startsWith(`${one}: `))!;
  return { group, name: key.slice(group.length + 2) };
};

/** A study's category; without the warning, it is `no`. */
export const categoryOf = ({ categories }: DriftStudy, key: string): string | undefined =>
  categories.get(key) ?? (measureOf(key).group === 'warnings' ? 'no' : undefined);
