import type { RunSummary } from '../../run/grade-studies.ts';
import { type SeriesBy, seriesBy } from '../options/series-by.ts';
import { RUN_ONCE } from '../process/run-once.ts';
import { runFromCommandLine } from './run-from-command-line.ts';

export interface CoordsArguments {
  readonly data: string;
  readonly models: string;
  readonly out: string;
  readonly descriptions?: string | undefined;
  readonly followLinks: boolean;
  readonly series: SeriesBy;
  readonly inFlight: number;
  readonly modelsInMemory?: number | undefined;
  readonly threads?: number | undefined;
  readonly resume?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
}

/** Runs the shipped pipeline of keypoints with each study's networks of the folds that were not trained on it. */
export const coordsFromCommandLine = async ({
  data,
  series,
  ...given
}: CoordsArguments): Promise<RunSummary['counts']> =>
  runFromCommandLine({
    ...RUN_ONCE,
    ...given,
    pipeline: 'keypoints',
    studies: data,
    arranged: await seriesBy(series, data),
    set: ['folds=out-of-fold'],
  });
