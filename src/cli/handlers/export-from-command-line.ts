import { join } from 'node:path';
import { type ExportOptions, exportModel } from '../../models/export/export-model.ts';
import { abortedByInterrupt } from '../process/aborted-by-interrupt.ts';

export interface ExportArguments {
  readonly folder: string;
  readonly to: ExportOptions['to'];
  readonly out: string;
  readonly fold?: readonly number[] | undefined;
  readonly weights: 'best' | 'last';
}

/** Exports a run folder and prints what was written. */
export const exportFromCommandLine = ({ folder, to, out, fold, weights }: ExportArguments): Promise<void> =>
  abortedByInterrupt('the export was stopped; nothing was written', async (signal) => {
    const files = await exportModel(folder, {
      to,
      into: out,
      folds: fold,
      weights,
      signal,
      onProgress: (file, done, total) => void process.stderr.write(`${done}/${total} ${file}\n`),
    });
    for (const { file, sha256 } of files) process.stdout.write(`${join(out, file)}  sha256 ${sha256}\n`);
  });
