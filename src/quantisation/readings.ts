import type { LocationLogits } from '../domain/results.ts';
import { LOCATIONS, SEVERITIES } from '../domain/vocabulary.ts';
import { peakOf, softmax } from '../imaging/index.ts';
import type { Tensors } from '../models/runtime/runtime.ts';
import type { ArchitectureConfig } from '../models/zoo/architecture.ts';
import { GRADING_PLANS, isGradingKind } from '../operators/grading-plans.ts';
import type { CalibrationSample } from './calibration-sample.ts';

/** What a network's outputs on a sample mean: a point in mm per heatmap, or probabilities per location. */
export type Reading = readonly (readonly number[])[];

export interface Meaning {
  readonly unit: 'mm' | 'probability';
  readonly read: (outputs: Tensors, sample: CalibrationSample) => Reading;
  /** Difference of two entries, in the unit. */
  readonly between: (a: readonly number[], b: readonly number[]) => number;
}

const peaksInMm: Meaning = {
  unit: 'mm',
  read: ({ heatmaps }, { imageMm }) => {
    const { shape, data } = heatmaps!;
    const [, channels = 0, rows = 0, columns = 0] = shape;
    const size = rows * columns;
    return Array.from({ length: channels }, (_, channel) => {
      const { xNorm, yNorm } = peakOf(data.subarray(channel * size, (channel + 1) * size), { rows, columns });
      return [xNorm * imageMm!.width, yNorm * imageMm!.height];
    });
  },
  between: ([x = 0, y = 0], [otherX = 0, otherY = 0]) => Math.hypot(x - otherX, y - otherY),
};

/** Logits of the rows of a batch, by location; none for keypoint networks. */
const locationsIn = (kind: ArchitectureConfig['kind'], logits: Float32Array): readonly LocationLogits[] => {
  if (!isGradingKind(kind)) return [];
  const { rows, locationsOf: locationsOfRow } = GRADING_PLANS[kind];
  const width = logits.length / rows.length;
  return rows.flatMap((row, index) => locationsOfRow(row, logits.subarray(index * width, (index + 1) * width)));
};

/** The locations of the readings of a region network, in order. */
export const locationsOf = (kind: ArchitectureConfig['kind']): readonly LocationLogits[] =>
  locationsIn(kind, new Float32Array(LOCATIONS.length * SEVERITIES.length));

const probabilities = (kind: ArchitectureConfig['kind']): Meaning => ({
  unit: 'probability',
  read: (outputs) => locationsIn(kind, outputs.logits!.data).map(({ logits }) => softmax(logits)),
  between: (a, b) => Math.max(...a.map((value, index) => Math.abs(value - b[index]!))),
});

export const meaningOf = (kind: ArchitectureConfig['kind']): Meaning =>
  kind === 'keypoints' ? peaksInMm : probabilities(kind);
