import { type ServeOptions, servePipeline } from '../../src/serve/serve-pipeline.ts';

export interface ToyService {
  readonly url: string;
  /** The first Ctrl-C; resolves when the service has ended. */
  readonly stop: () => Promise<void>;
  /** How the service ended. */
  readonly ended: Promise<unknown>;
}

const started = (options: Omit<ServeOptions, 'stop'>, stopping: AbortController): Promise<ToyService> =>
  new Promise((resolve, reject) => {
    const ended = servePipeline({
      ...options,
      stop: stopping.signal,
      onListening: (url) => {
        const stop = async () => {
          stopping.abort();
          await ended;
        };
        resolve({ url, ended, stop });
      },
    });
    ended.catch(reject);
  });

/**
 * Starts services in this process. They end after each test of the suite that calls this: before its folder is removed, if the folder is
 * asked for later.
 */
export const toyServices = (): ((options: Omit<ServeOptions, 'stop'>) => Promise<ToyService>) => {
  const running = new Map<AbortController, Promise<ToyService>>();
  afterEach(async () => {
    for (const [stopping, service] of running) {
      stopping.abort();
      await service.then(({ ended }) => ended).catch(() => undefined); // what it threw, a test expects
    }
    running.clear();
  });
  return (options) => {
    const stopping = new AbortController();
    const service = started(options, stopping);
    running.set(stopping, service);
    return service;
  };
};
