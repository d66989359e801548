import type { RunSummary } from '../../run/grade-studies.ts';
import type { RunSettings } from '../../run/settings.ts';
import { type SeriesBy, seriesBy } from '../options/series-by.ts';
import { runFromCommandLine } from './run-from-command-line.ts';

/** Runs the shipped pipeline of keypoints, whose variable `folds` the settings set. */
export const coordsFromCommandLine = async (
  settings: RunSettings,
  data: string,
  series: SeriesBy,
): Promise<RunSummary['counts']> =>
  runFromCommandLine({ pipeline: 'keypoints', settings, arranged: await seriesBy(series, data) });
