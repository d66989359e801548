import type { ConfidenceMeasures } from '../../domain/confidence.ts';
import { LOCATIONS, type Location } from '../../domain/vocabulary.ts';
import { disagreementOf, entropyOf, marginOf } from '../../operators/confidence/measures.ts';
import type { ConfidenceRow } from '../inputs/read-confidence.ts';
import type { GradedStudy } from '../metrics/index.ts';

/** A graded study with all measures of its grades' confidence, in the order of `LOCATIONS`; undefined where it has no grade. */
export interface AssessedStudy extends GradedStudy {
  readonly measures: readonly (ConfidenceMeasures | undefined)[];
  /** Calibrated probabilities of being right from the run; undefined without a calibration. */
  readonly given: readonly (number | undefined)[] | undefined;
}

/** Confidence from probabilities alone. @param members  those of the averaged runs */
const ofProbabilities = (
  probabilities: readonly number[],
  members: readonly (readonly number[])[],
): ConfidenceMeasures => ({
  ...({ seen: 'unknown', doubtful: false } as const),
  entropy: entropyOf(probabilities),
  margin: marginOf(probabilities),
  networkDisagreement: disagreementOf(members),
  ...{ foldDisagreement: undefined, peak: undefined, spread: undefined },
});

export interface AssessedBy {
  /** From the run's `confidence.csv`; otherwise only probabilities measure confidence. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<Location, ConfidenceRow>>;
  /** The averaged runs, in the same order; none for a single run. */
  readonly members: readonly (readonly GradedStudy[])[];
}

export const assessedStudies = (
  studies: readonly GradedStudy[],
  { rows, members }: AssessedBy,
): readonly AssessedStudy[] =>
  studies.map((study, index) => {
    const own = rows.get(study.studyId);
    const found = LOCATIONS.map((location) => own?.get(location));
    const isGiven = found.some((row) => row?.calibrated);
    const membersAt = (location: number) => members.map((graded) => graded[index]!.probabilities[location]!);
    return {
      ...study,
      measures: study.probabilities.map(
        (probabilities, location) =>
          probabilities && (found[location]?.measures ?? ofProbabilities(probabilities, membersAt(location))),
      ),
      given: isGiven ? found.map((row) => row?.probabilityRight) : undefined,
    };
  });
