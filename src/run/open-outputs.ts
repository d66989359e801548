import { posix } from 'node:path';
import type { BoundOutput, OutputEnv, OutputFile, RunFacts, StudyOutcome } from '../core/define-output.ts';
import type { StudyRecord } from '../core/study-record.ts';
import { outputOutside } from './errors.ts';
import type { Journal } from './journal.ts';
import { writeFiles, writeResults } from './result-files.ts';

/** What a study left behind: cells for the journal, and files to be written before it. */
export interface Results {
  readonly tables: StudyRecord['tables'];
  readonly files: readonly OutputFile[];
}

/** The outputs of a pipeline, at work in a run. */
export interface OpenOutputs {
  readonly ofStudy: (outcome: StudyOutcome) => Promise<Results>;
  /** Writes every table and every file about the run, from the journal. */
  readonly publish: (folder: string, journal: Journal) => Promise<void>;
}

/** Starts every output of a pipeline. @throws what an output needs and does not find */
export const openOutputs = async (
  outputs: readonly BoundOutput[],
  run: RunFacts,
  env: OutputEnv,
): Promise<OpenOutputs> => {
  const opened: { name: string; folder: string | undefined; output: Awaited<ReturnType<BoundOutput['open']>> }[] = [];
  for (const { name, folder, open } of outputs) opened.push({ name, folder, output: await open(run, env) });
  return {
    ofStudy: async (outcome) => {
      const tables: Record<string, StudyRecord['tables'][string]> = {};
      const made: OutputFile[] = [];
      for (const { name, folder, output } of opened) {
        const { rows = [], files = [] } = await output.ofStudy(outcome, made);
        for (const { path } of files) checkPath(name, folder, path);
        tables[name] = rows.map((row) => row.map(cellOf));
        made.push(...files);
      }
      return { tables, files: made };
    },
    publish: async (folder, journal) => {
      await writeResults(folder, journal, outputs);
      for (const { name, folder: own, output } of opened) {
        const files = (await output.ofRun?.(journal.records())) ?? [];
        for (const { path } of files) checkPath(name, own, path);
        await writeFiles(folder, files);
      }
    },
  };
};

/** An output writes into its own folder and nowhere else. */
const checkPath = (name: string, folder: string | undefined, path: string): void => {
  const inside = folder !== undefined && posix.normalize(path) === path && path.startsWith(`${folder}/`);
  if (!inside || path.includes('\\') || path.includes('\0')) throw outputOutside(name, folder, path);
};

const cellOf = (cell: string | number | undefined): string | number | null => cell ?? null;
