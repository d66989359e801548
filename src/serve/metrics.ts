import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { GradeEvent } from '../run/grade-studies.ts';
import type { Received } from './http/receive.ts';
import { STUDY_STATES } from './inbox/entry.ts';
import type { Inbox } from './inbox/inbox.ts';
import { PREFIX, runMetrics } from './run-metrics.ts';

/** Metrics of the service. No label identifies a study. */
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

/** Uses a separate registry, so that a process may have several services. */
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
  const onEvent = runMetrics(registry);
  const instances = new Counter({
    ...{ name: `${PREFIX}instances_total`, help: 'Received instances by what became of them', registers },
    labelNames: ['received'],
  });
  const requests = new Histogram({
    ...{ name: `${PREFIX}http_request_seconds`, help: 'Time of a request', registers },
    labelNames: ['method', 'route', 'status'],
  });
  return {
    onEvent,
    onReceived: (received) => {
      for (const one of received) instances.inc({ received: one });
    },
    onRequest: ({ method, route, status, ms }) => requests.observe({ method, route, status }, ms / 1000),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};
