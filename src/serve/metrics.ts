import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { GradeEvent } from '../run/grade-studies.ts';
import type { Received } from './http/receive.ts';
import { STUDY_STATES } from './inbox/entry.ts';
import type { Inbox } from './inbox/inbox.ts';

/** What Prometheus is told. No label names a study. */
export interface Metrics {
  readonly onEvent: (event: GradeEvent) => void;
  readonly onReceived: (received: readonly Received[]) => void;
  readonly onRequest: (request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly ms: number;
  }) => void;
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

const PREFIX = 'spinestream_';
const STEP_BUCKETS_S = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600];
const STUDY_BUCKETS_S = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** Metrics in a registry of their own, so that a process may have several services. */
export const serviceMetrics = (inbox: Pick<Inbox, 'counts'>): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const studies: Gauge<'state'> = new Gauge({
    ...{ name: `${PREFIX}studies`, help: 'Received studies by state', labelNames: ['state'], registers },
    collect() {
      const counts = inbox.counts();
      for (const state of STUDY_STATES) this.set({ state }, counts[state]);
    },
  });
  const queue: Gauge = new Gauge({
    ...{ name: `${PREFIX}queue_length`, help: 'Studies that wait for their turn', registers },
    collect() {
      this.set(inbox.counts().queued);
    },
  });
  void studies;
  void queue;
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
  const instances = new Counter({
    ...{ name: `${PREFIX}instances_total`, help: 'Received instances by what became of them', registers },
    labelNames: ['received'],
  });
  const requests = new Histogram({
    ...{ name: `${PREFIX}http_request_seconds`, help: 'Time of a request', registers },
    labelNames: ['method', 'route', 'status'],
  });
  return {
    onEvent: (event) => {
      if (event.type === 'step') steps.observe({ operator: event.operator }, event.ms / 1000);
      if (event.type !== 'study') return;
      const { error, warnings: causes } = event.record;
      results.observe({ state: error === undefined ? 'graded' : 'failed' }, event.ms / 1000);
      if (error !== undefined) failures.inc({ code: error.code });
      for (const { code } of causes) warnings.inc({ code });
    },
    onReceived: (received) => {
      for (const one of received) instances.inc({ received: one });
    },
    onRequest: ({ method, route, status, ms }) => requests.observe({ method, route, status }, ms / 1000),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};
