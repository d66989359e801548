// A service in a process of its own, to be killed: node --import tsx serve-child.ts <pipeline> <out> [<dicomweb server of the pipeline>]

import { servePipeline } from '../../src/serve/serve-pipeline.ts';
import { toyOptions } from './toy-service.ts';

const [pipeline = '', out = ''] = process.argv.slice(2);
const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());
const options = toyOptions(pipeline, out);
await servePipeline({
  ...options,
  quietMs: Number(process.env.QUIET_MS ?? 100),
  ...(process.env.MAX_BYTES && {
    limits: { maxInstanceBytes: +process.env.MAX_BYTES, maxRequestBytes: +process.env.MAX_BYTES },
  }),
  run: { ...options.run, concurrency: 2, attempts: 1000 }, // no study is to blame for the kills of a test
  stop: stopping.signal,
  onListening: (url) => process.send?.(url),
});
process.disconnect?.();
