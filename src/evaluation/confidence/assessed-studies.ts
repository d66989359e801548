import type { ConfidenceMeasures } from '../../domain/confidence.ts';
import { LOCATIONS, type Location } from '../../domain/vocabulary.ts';
import { disagreementOf, entropyOf, marginOf } from '../../operators/confidence/measures.ts';
import type { ConfidenceRow } from '../inputs/read-confidence.ts';
import type { GradedStudy } from '../metrics/index.ts';

/** A graded study with what is known of how sure its grades are, in the order of `LOCATIONS`. */
export interface AssessedStudy extends GradedStudy {
  readonly measures: readonly ConfidenceMeasures[];
  /** Probabilities of being right that the run gave by a calibration; undefined where it had none. */
  readonly given: readonly (number | undefined)[] | undefined;
}

/** What probabilities alone tell. @param members  those of the runs that they are the mean of */
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
  /** Of the run's `confidence.csv`; without them only probabilities tell how sure a grade is. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<Location, ConfidenceRow>>;
  /** The runs that the studies are the mean of, in the same order; none for a single one. */
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
      measures: found.map(
        (row, location) => row?.measures ?? ofProbabilities(study.probabilities[location]!, membersAt(location)),
      ),
      given: isGiven ? found.map((row) => row?.probabilityRight) : undefined,
    };
  });
