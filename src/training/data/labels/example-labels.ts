import { CONDITIONS, LEVELS, LOCATIONS, type Location } from '../../../domain/vocabulary.ts';
import type { StudyLabels } from './study-labels.ts';

/**
 * Labels of the example study for the laws of operators: all grades are normal, and all points are in the middle of a
 * series.
 */
export const exampleLabels = (seriesId: string): StudyLabels => ({
  grades: Object.fromEntries(LOCATIONS.map((location) => [location, 0])) as Record<Location, number>, // all of them
  coordinates: CONDITIONS.flatMap((condition) =>
    LEVELS.map((level) => ({ condition, level, seriesId, instanceNumber: 3, point: { xPx: 16, yPx: 16 } })),
  ),
});
