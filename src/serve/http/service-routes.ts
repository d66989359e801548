import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';
import type { Health } from '../readiness.ts';

/** What supervisors and Prometheus ask. */
export const serviceRoutes = (
  app: FastifyInstance,
  { health, metrics }: { readonly health: Health; readonly metrics: Metrics },
): void => {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const { isReady, problems } = await health.readiness();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not-ready', problems });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
};

/** Say nothing about studies, and are asked by programs that have no token. */
export const OPEN_ROUTES: readonly string[] = ['/healthz', '/readyz'];
