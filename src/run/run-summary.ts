import type { OpenSource } from '../core/define-source.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { OpenModel } from '../models/model-store.ts';
import type { RuntimeIdentity, RuntimeStats } from '../models/runtime/runtime.ts';
import type { RecordedBatch } from './batch-record.ts';
import { intakeRulesOf } from './definition.ts';
import { tenths, timesSeen } from './percentiles.ts';
import { productVersion } from './product-version.ts';
import type { RunCounts } from './run-pipeline.ts';
import type { CompleteSettings } from './settings.ts';

interface Clocks {
  readonly now: () => number;
  readonly date: () => Date;
}

const MEMORY_INTERVAL_MS = 100;
const MB = 2 ** 20;

export type RunMeasures = ReturnType<typeof startMeasuring>;

/** Collects times and memory during a run. */
export const startMeasuring = (pipeline: Pipeline, { now, date }: Clocks) => {
  const startedAt = date().toISOString();
  const startMs = now();
  let loadedMs = startMs;
  const studies = timesSeen();
  const steps = pipeline.steps.map(() => timesSeen());
  let peak = process.memoryUsage.rss();
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, MEMORY_INTERVAL_MS).unref();
  return {
    step: (index: number, ms: number) => steps[index]?.add(ms),
    study: (ms: number) => {
      sample();
      studies.add(ms);
    },
    /** Models are loaded; streaming begins. */
    loaded: () => {
      loadedMs = now();
    },
    stop: () => clearInterval(timer),
    result: () => ({
      startedAt,
      loadingMs: tenths(loadedMs - startMs),
      streamingMs: tenths(now() - loadedMs),
      study: studies.percentiles(),
      steps: pipeline.steps.map(({ operator, line }, index) => ({
        operator: operator.name,
        line,
        ...steps[index]!.percentiles(),
      })),
      peakRssMb: tenths(peak / MB),
    }),
  };
};

interface Facts {
  readonly settings: CompleteSettings;
  readonly pipeline: Pipeline;
  readonly models: readonly OpenModel[];
  readonly from: { readonly name: string; readonly chosen: string };
  readonly source: OpenSource;
  readonly counts: RunCounts;
  readonly madeEarlierWith: readonly string[] | undefined;
  readonly measures: RunMeasures;
  readonly runtime:
    | (RuntimeStats & Partial<RuntimeIdentity> & { readonly batches: readonly RecordedBatch[] | undefined })
    | undefined;
  readonly budgetPeakBytes: number | undefined;
}

/** Contents of `run.json`. Times in it vary between runs; the result files do not. */
export const runSummary = ({
  settings,
  pipeline,
  models,
  from,
  source,
  counts,
  measures,
  madeEarlierWith,
  runtime,
  budgetPeakBytes,
}: Facts) => ({
  spinestream: productVersion(),
  /** Other versions that made some of the results, in earlier runs into this folder. */
  madeEarlierWith,
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  pipeline: { name: pipeline.name, file: pipeline.file, definition: JSON.parse(pipeline.canonical) },
  /** `chosen`: where the studies came from. */
  options: { ...settings, chosen: from.chosen },
  source: {
    name: from.name,
    location: source.location,
    /** Without a file, headers determine the kinds of series. */
    descriptions: source.descriptions ?? null,
    studies: source.count,
    describedButAbsent: source.absent,
    /** Rules that order and read slices: for real studies, or the original implementation's. */
    rules: intakeRulesOf(pipeline),
  },
  models: models.map(({ identity }) => identity),
  counts,
  times: measures.result(),
  budgetPeakBytes,
  runtime,
});
