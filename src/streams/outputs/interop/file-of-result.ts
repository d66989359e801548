import type { OpenOutput, OutputEnv, RunFacts } from '../../../core/define-output.ts';
import type { StudyResult } from '../../../interop/study-result.ts';
import type { ResultOptions } from './options.ts';
import { resultOf } from './study-result.ts';

interface Context {
  /** Of the output. */
  readonly folder: string;
  readonly options: ResultOptions & { readonly failed: 'write' | 'skip' };
  readonly run: RunFacts;
  readonly env: OutputEnv;
}

/**
 * Opens an output that writes one file per study, and a row with its path; nothing if no file of the study identifies
 * it.
 * @param fileOf  the file of a result, by its name in the folder
 */
export const fileOfResult = (
  { folder, options, run, env }: Context,
  fileOf: (result: StudyResult) => { readonly name: string; readonly content: string | Uint8Array },
): OpenOutput => ({
  ofStudy: async (outcome) => {
    if (outcome.state === undefined && options.failed === 'skip') return {};
    const made = await resultOf(outcome, { options, run, env });
    if (made === undefined) return {};
    const { name, content } = fileOf(made.result);
    const path = `${folder}/${name}`;
    return { rows: [[outcome.study.id, path]], files: [{ path, content }] };
  },
});
