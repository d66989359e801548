import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { locationOf, MISSING_LABEL } from '../domain/vocabulary.ts';
import { SEVERITY_WEIGHTS, weightedLogLoss } from '../evaluation/metrics/index.ts';
import type { ArchitectureConfig } from '../models/zoo/architecture.ts';
import { type TruthRow, truthRows } from '../streams/truth-labels.ts';
import type { CalibrationSample } from './calibration-sample.ts';
import { locationsOf, type Reading } from './readings.ts';

const LABELS = 'train.csv';

/** Labels of the studies of a folder, by study; undefined if it has no train.csv. @throws CSV_* */
export const labelsNextTo = async (studies: string): Promise<ReadonlyMap<string, TruthRow['labels']> | undefined> => {
  const file = join(studies, LABELS);
  if (!existsSync(file)) return undefined;
  const labels = new Map<string, TruthRow['labels']>();
  for await (const row of truthRows(file)) labels.set(row.studyId, row.labels);
  return labels;
};

/** Weighted log loss of a region network's own grades; undefined if no sample has a label. */
export const labelledLoss = (
  kind: ArchitectureConfig['kind'],
  samples: readonly CalibrationSample[],
  labels: ReadonlyMap<string, TruthRow['labels']>,
): ((readings: readonly Reading[]) => number) | undefined => {
  const locations = locationsOf(kind).map(({ condition, level }) => locationOf(condition, level));
  const rowsOf = (readings: readonly Reading[]) =>
    samples.flatMap(({ studyId }, sample) =>
      locations.flatMap((location, index) => {
        const label = labels.get(studyId)?.get(location) ?? MISSING_LABEL;
        const weight = SEVERITY_WEIGHTS[label];
        return weight === undefined ? [] : [{ label, weight, probabilities: readings[sample]?.[index] ?? [] }];
      }),
    );
  return rowsOf([]).length === 0 ? undefined : (readings) => weightedLogLoss(rowsOf(readings));
};
