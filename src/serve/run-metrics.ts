import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { GradeEvent } from '../run/grade-studies.ts';

export const PREFIX = 'spinestream_';
const STEP_BUCKETS_S = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600];
const STUDY_BUCKETS_S = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** Metrics of a run, of a service or a worker. No label identifies a study. */
export const runMetrics = (registry: Registry): ((event: GradeEvent) => void) => {
  const registers = [registry];
  const steps = new Histogram({
    ...{ name: `${PREFIX}step_seconds`, help: 'Time of a step with a study', labelNames: ['operator'], registers },
    buckets: STEP_BUCKETS_S,
  });
  const results = new Histogram({
    ...{ name: `${PREFIX}study_seconds`, help: 'Time from the first step of a study to its result', registers },
    labelNames: ['state'],
    buckets: STUDY_BUCKETS_S,
  });
  const failures = new Counter({
    ...{ name: `${PREFIX}failures_total`, help: 'Failed studies by code', labelNames: ['code'], registers },
  });
  const warnings = new Counter({
    ...{ name: `${PREFIX}warnings_total`, help: 'Causes of warnings by code', labelNames: ['code'], registers },
  });
  return (event) => {
    if (event.type === 'step') steps.observe({ operator: event.operator }, event.ms / 1000);
    if (event.type !== 'study') return;
    const { error, warnings: causes } = event.record;
    results.observe({ state: error === undefined ? 'graded' : 'failed' }, event.ms / 1000);
    if (error !== undefined) failures.inc({ code: error.code });
    for (const { code } of causes) warnings.inc({ code });
  };
};

/** Additional metrics of a run from the command line: studies in progress, and what it waits for. */
export const workerMetrics = (registry: Registry): ((event: GradeEvent) => void) => {
  const registers = [registry];
  const ofRun = runMetrics(registry);
  const inProgress = new Set<string>();
  new Gauge({
    ...{ name: `${PREFIX}studies_in_progress`, help: 'Studies that have begun and have no result yet', registers },
    collect() {
      this.set(inProgress.size);
    },
  });
  const earlier = new Counter({
    ...{ name: `${PREFIX}done_earlier_total`, help: 'Studies whose results were there', registers },
  });
  const trouble = new Counter({
    ...{ name: `${PREFIX}trouble_total`, help: 'Waits for a queue, a folder or a storage, by code', registers },
    labelNames: ['code'],
  });
  const blocked = new Counter({
    ...{ name: `${PREFIX}blocked_seconds_total`, help: 'Time for which the main thread was blocked', registers },
  });
  return (event) => {
    ofRun(event);
    if (event.type === 'step-begun') inProgress.add(event.studyId);
    if (event.type === 'study') inProgress.delete(event.record.studyId);
    if (event.type === 'done-earlier') earlier.inc();
    if (event.type === 'source-unreadable' || event.type === 'output-waiting') trouble.inc({ code: event.error.code });
    if (event.type === 'blocked') blocked.inc(event.ms / 1000);
  };
};
