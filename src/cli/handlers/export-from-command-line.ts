import { join } from 'node:path';
import { exportCard } from '../../evaluation/card/export-card.ts';
import { exportModel } from '../../models/export/export-model.ts';
import type { ExportArguments } from '../commands/models/export-command.ts';
import { exportOptionsMixed } from '../errors.ts';
import { abortedByInterrupt } from '../process/aborted-by-interrupt.ts';
import { writeFileProgress } from '../terminal/write-progress.ts';

const CARD_OPTIONS = ['evaluation', 'license', 'authors', 'dataSource', 'modelVersion'] as const;

/** Exports a run folder and prints what was written. */
export const exportFromCommandLine = (given: ExportArguments): Promise<void> =>
  abortedByInterrupt('the export was stopped; nothing was written', async (signal) => {
    const { folder, to, out, fold, weights } = given;
    if (to === 'card' ? fold !== undefined : CARD_OPTIONS.some((name) => given[name] !== undefined))
      throw exportOptionsMixed(to);
    const files =
      to === 'card'
        ? await exportCard(folder, { ...given, into: out, signal })
        : await exportModel(folder, {
            ...{ to, into: out, folds: fold, weights, signal },
            onProgress: writeFileProgress,
          });
    for (const { file, sha256 } of files) process.stdout.write(`${join(out, file)}  sha256 ${sha256}\n`);
  });
