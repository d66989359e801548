import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';
import type { Health } from '../readiness.ts';

/** Endpoints for supervisors and Prometheus. */
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

/** They reveal nothing about studies and need no token, since their clients have none. */
export const OPEN_ROUTES: readonly string[] = ['/healthz', '/readyz'];
