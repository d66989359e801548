import type { RunSummary } from '../pipelines/grade-studies.ts';
import { runFromCommandLine } from './run-from-command-line.ts';

export interface CoordsArguments {
  readonly data: string;
  readonly models: string;
  readonly out: string;
  readonly descriptions?: string | undefined;
  readonly followLinks: boolean;
  readonly inFlight: number;
  readonly modelsInMemory?: number | undefined;
  readonly threads?: number | undefined;
  readonly resume?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
}

const STEP_TIMEOUT_S = 600;

/** Runs the shipped pipeline of keypoints with each study's networks of the folds that were not trained on it. */
export const coordsFromCommandLine = ({ data, ...given }: CoordsArguments): Promise<RunSummary['counts']> =>
  runFromCommandLine({
    ...given,
    pipeline: 'keypoints',
    studies: data,
    set: ['folds=out-of-fold'],
    watch: false,
    settle: 1,
    retryFailed: false,
    redoChanged: false,
    retry: 0,
    maxFailures: undefined,
    failFast: false,
    stepTimeout: STEP_TIMEOUT_S,
    logLevel: 'info',
    json: false,
  });
