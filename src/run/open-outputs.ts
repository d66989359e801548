import type { BoundOutput, OutputFile, RunFacts, StudyOutcome } from '../core/define-output.ts';
import type { StudyRecord } from '../core/study-record.ts';
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
export const openOutputs = async (outputs: readonly BoundOutput[], run: RunFacts): Promise<OpenOutputs> => {
  const opened: { name: string; output: Awaited<ReturnType<BoundOutput['open']>> }[] = [];
  for (const { name, open } of outputs) opened.push({ name, output: await open(run) });
  return {
    ofStudy: async (outcome) => {
      const made = await Promise.all(
        opened.map(async ({ name, output }) => ({ name, ...(await output.ofStudy(outcome)) })),
      );
      return {
        tables: Object.fromEntries(made.map(({ name, rows }) => [name, rows.map((row) => row.map(cellOf))])),
        files: made.flatMap(({ files = [] }) => files),
      };
    },
    publish: async (folder, journal) => {
      await writeResults(folder, journal, outputs);
      for (const { output } of opened) await writeFiles(folder, (await output.ofRun?.(journal.records())) ?? []);
    },
  };
};

const cellOf = (cell: string | number | undefined): string | number | null => cell ?? null;
