import { createServer } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { isPort, LOOPBACK } from '../domain/loopback.ts';
import { metricsUnusable } from './errors.ts';
import { workerMetrics } from './run-metrics.ts';

const ADDRESS = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:\s]+):)?(?<port>\d{1,5})$/i;
const IDLE_MS = 10_000;

/**
 * Serves a run's metrics to Prometheus.
 * @param address  `[host:]port`, on this machine only without a host; port 0 picks a free one
 * @throws METRICS_ADDRESS
 */
export const startMetricsServer = async (address: string) => {
  const { host = LOOPBACK, port = '' } = ADDRESS.exec(address)?.groups ?? {};
  if (port === '' || !isPort(Number(port))) throw metricsUnusable(address, 'is no address');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const onEvent = workerMetrics(registry);
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '').split('?');
    if (path !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('the metrics are at /metrics\n');
      return;
    }
    void registry.metrics().then((text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text));
  });
  server.timeout = IDLE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(metricsUnusable(address, 'cannot be listened at', cause)));
    server.listen(Number(port), host.replace(/^\[|\]$/g, ''), resolve);
  });
  server.unref();
  const found = server.address();
  const listensAt = typeof found === 'object' && found !== null ? found.port : port;
  return {
    url: `http://${host}:${listensAt}/metrics`,
    onEvent,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
