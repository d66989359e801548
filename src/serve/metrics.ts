import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Received } from './http/receive.ts';
import { STUDY_STATES } from './inbox/entry.ts';
import type { Inbox } from './inbox/inbox.ts';
import { PREFIX, runMetrics } from './run-metrics.ts';

interface AnsweredRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

export type Metrics = ReturnType<typeof serviceMetrics>;

/** Metrics of the service; no label identifies a study. Uses a separate registry, so that a process may have several services. */
export const serviceMetrics = (inbox: Pick<Inbox, 'counts'>) => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge<'state'>({
    ...{ name: `${PREFIX}studies`, help: 'Received studies by state', labelNames: ['state'], registers },
    collect() {
      const counts = inbox.counts();
      for (const state of STUDY_STATES) this.set({ state }, counts[state]);
    },
  });
  new Gauge({
    ...{ name: `${PREFIX}queue_length`, help: 'Studies that wait for their turn', registers },
    collect() {
      this.set(inbox.counts().queued);
    },
  });
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
    onReceived: (received: readonly Received[]): void => {
      for (const one of received) instances.inc({ received: one });
    },
    onRequest: ({ method, route, status, ms }: AnsweredRequest) =>
      requests.observe({ method, route, status }, ms / 1000),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};
