import type { RunSummary } from '../../run/grade-studies.ts';
import type { RunSettings } from '../../run/settings.ts';
import type { SeriesBy } from '../options/series-option.ts';
import { runFromCommandLine } from './run-from-command-line.ts';
import { seriesBy } from './series-by.ts';

/** Runs the shipped keypoint pipeline, setting its variable `folds` from the settings. */
export const coordsFromCommandLine = async (
  settings: RunSettings,
  data: string,
  series: SeriesBy,
): Promise<RunSummary['counts']> =>
  runFromCommandLine({ pipeline: 'keypoints', settings, arranged: await seriesBy(series, data) });
