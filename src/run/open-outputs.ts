import type { BoundOutput, OpenOutput, OutputEnv, OutputFile, RunFacts, StudyOutcome } from '../core/define-output.ts';
import { isInOwnFolder } from '../core/output-path.ts';
import type { StudyRecord } from '../core/study-record.ts';
import { onlyEntries } from '../core/study-state.ts';
import { outputOutside } from './errors.ts';
import type { Journal } from './journal/journal.ts';
import { writeFiles, writeResults } from './result-files.ts';
import type { TableForm } from './tables/write-table.ts';

/** A study's output: cells for the journal, and files to write first. */
export interface Results {
  readonly tables: StudyRecord['tables'];
  readonly files: readonly OutputFile[];
}

/** The open outputs of a pipeline during a run. */
export interface OpenOutputs {
  readonly ofStudy: (outcome: StudyOutcome) => Promise<Results>;
  /** Writes all tables and run files from the journal. */
  readonly publish: (folder: string, journal: Journal, form?: TableForm) => Promise<void>;
}

/** Opens every output of a pipeline. @throws an output's errors about missing requirements */
export const openOutputs = async (
  outputs: readonly BoundOutput[],
  run: RunFacts,
  env: OutputEnv,
): Promise<OpenOutputs> => {
  const opened: { bound: BoundOutput; output: OpenOutput }[] = [];
  for (const bound of outputs) opened.push({ bound, output: await bound.open(run, env) });
  return {
    ofStudy: async (outcome) => {
      const tables: Record<string, StudyRecord['tables'][string]> = {};
      const made: OutputFile[] = [];
      for (const { bound, output } of opened) {
        const { name, reads } = bound;
        const { rows = [], files = [] } = await output.ofStudy(withEntries(outcome, reads), made);
        checkPaths(bound, files);
        tables[name] = rows.map((row) => row.map((cell) => cell ?? null));
        made.push(...files);
      }
      return { tables, files: made };
    },
    publish: async (folder, journal, form) => {
      await writeResults(folder, journal, outputs, form);
      for (const { bound, output } of opened) {
        const files = (await output.ofRun?.(journal.records())) ?? [];
        checkPaths(bound, files);
        await writeFiles(folder, files);
      }
    },
  };
};

/** Like an operator, an output receives only the entries that it declares. */
const withEntries = (outcome: StudyOutcome, reads: BoundOutput['reads']): StudyOutcome =>
  outcome.state === undefined ? outcome : { ...outcome, state: onlyEntries(outcome.state, reads) };

/** An output may write into its own folder only. */
const checkPaths = ({ name, folder }: BoundOutput, files: readonly OutputFile[]): void => {
  for (const { path } of files) if (!isInOwnFolder(folder, path)) throw outputOutside(name, folder, path);
};
