import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import type { ServeOptions } from '../../src/serve/serve-pipeline.ts';
import { writeTree } from './file-tree.ts';

/** A pipeline without networks: it counts the slices of a study, and writes how many there are into a table and a file. */
const PLUGINS = `
import { setTimeout as pause } from 'node:timers/promises';
import { adding, defineOperator, defineOutput, entryOf, z } from 'spinestream';

export const countSlices = defineOperator({
  name: 'count-slices',
  summary: 'Count the slices of a study.',
  options: z.strictObject({ delayMs: z.number() }),
  reads: () => ['series'],
  writes: () => ['custom.count'],
  apply: ({ delayMs }) => async (study) => {
    await pause(delayMs);
    return adding('custom.count', entryOf(study, 'series').reduce((sum, { files }) => sum + files.length, 0));
  },
});

export const counted = defineOutput({
  name: 'counted',
  summary: 'How many slices a study has.',
  columns: ['study_id', 'slices', 'file'],
  folder: 'counted',
  options: z.strictObject({}),
  reads: () => ['custom.count'],
  open: () => ({
    ofStudy: ({ study, state }) => {
      if (state === undefined) return {};
      const path = 'counted/' + study.id.replace('~', '-') + '.json';
      const slices = entryOf(state, 'custom.count');
      return { rows: [[study.id, slices, path]], files: [{ path, content: JSON.stringify({ slices }) }] };
    },
  }),
});
`;

const pipeline = (delayMs: number) => `plugins: [./toy.ts]
steps:
  - load-series: {}
  - count-slices: { delayMs: ${delayMs} }
outputs:
  - counted: {}
`;

/** Writes the pipeline into a folder. @returns its file */
export const writeToyPipeline = async (folder: string, delayMs = 0): Promise<string> => {
  await writeTree(folder, { 'toy.yaml': pipeline(delayMs), 'toy.ts': PLUGINS });
  return join(folder, 'toy.yaml');
};

/** What a service of tests does when nothing else is said. */
export const toyOptions = (pipelineFile: string, out: string): Omit<ServeOptions, 'stop'> => ({
  ...{ host: '127.0.0.1', port: 0, insecure: false, servers: [] },
  token: undefined,
  tls: { cert: undefined, key: undefined },
  ...{ idleMs: 30_000, requestMs: 60_000, quietMs: 50, stallMs: 60_000, keepMs: undefined, minFreeBytes: 1 },
  limits: { maxInstanceBytes: 1e6, maxRequestBytes: 1e8 },
  log: pino({ level: 'silent' }),
  run: {
    pipeline: pipelineFile,
    out,
    startRuntime: () => Promise.reject(new Error('no network is needed')),
  },
});

/** Asks until an answer is as wanted. */
export const until = async <T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean, ms = 30_000): Promise<T> => {
  for (const end = performance.now() + ms; ; await pause(25)) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (performance.now() > end) throw new Error(`waited ${ms} ms, but the answer is ${JSON.stringify(answer)}`);
  }
};

/** What a service says of a study. */
export const studyAt = async (url: string, studyUid: string) =>
  (await fetch(`${url}/studies/${studyUid}`)).json() as Promise<{
    readonly state: string;
    readonly revision: number;
    readonly instances: number;
    readonly results: readonly {
      readonly id: string;
      readonly state: string;
      readonly error?: { readonly code: string };
      readonly tables: Readonly<Record<string, { readonly rows: readonly (readonly unknown[])[] }>>;
      readonly files: readonly { readonly output: string; readonly path: string; readonly href: string }[];
    }[];
  }>;

/** Waits until a study has the result of a revision. */
export const untilEnded = (url: string, studyUid: string, revision = 1) =>
  until(
    () => studyAt(url, studyUid),
    ({ state, revision: now }) => now === revision && (state === 'graded' || state === 'failed'),
  );
