import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { builtInContext } from '../../src/config/check-files.ts';
import { loadPipeline } from '../../src/config/check-pipeline.ts';
import { pipelinePath } from '../../src/config/shipped.ts';
import { type RunCounts, runPipeline } from '../../src/run/run-pipeline.ts';
import { openStudyFolder } from '../../src/streams/sources/study-folder.ts';
import { allStudies } from '../../src/streams/sources/study-sources.ts';
import { fileEnv } from './operator-flow.ts';
import { oracleModels } from './oracle-models.ts';

export interface OracleReportOptions {
  readonly studies: string;
  /** Where the truth of the phantoms is, if not beside them. */
  readonly truth?: string;
  readonly out: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs `two-stage-report` with models that know the truth of phantoms; the truth is shown beside the grades. */
export const oracleReport = async ({
  studies,
  truth = studies,
  out,
  variables = {},
}: OracleReportOptions): Promise<RunCounts> => {
  await mkdir(out, { recursive: true });
  const given = { models: 'models', studies, out, truth: join(truth, 'train.csv'), ...variables };
  const { pipeline } = await loadPipeline(pipelinePath('two-stage-report'), builtInContext(given));
  return runPipeline({
    pipeline,
    env: fileEnv(await oracleModels(truth)),
    source: allStudies(await openStudyFolder({ root: studies })),
    out,
    fingerprint: 'oracle',
    concurrency: 1,
    now: () => performance.now(),
  });
};
