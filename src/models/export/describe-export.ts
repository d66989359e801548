import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServedNetwork } from '../model-source.ts';
import type { RunFolder, Which } from '../weights/run-folder.ts';
import type { ExportFormat } from './export-formats.ts';

/** A file written by `exportModel`, one per fold. */
export interface ExportedFile {
  readonly fold: number;
  readonly file: string;
  readonly sha256: string;
}

export interface ExportDescription {
  readonly folder: RunFolder;
  readonly to: ExportFormat;
  readonly weights: Which;
  readonly network: Pick<ServedNetwork, 'inputs' | 'outputs'>;
  readonly files: readonly ExportedFile[];
}

/** Writes `export.json`, which describes the files for other programs. */
export const writeExportDescription = (
  into: string,
  { folder, to, weights, network, files }: ExportDescription,
): Promise<void> => {
  const { name, architecture, input, classes, source } = folder.config;
  const description = {
    name,
    format: to,
    weights,
    architecture,
    ...(input !== undefined && {
      input: { ...input, values: 'each stack of slices less its mean, divided by its population standard deviation' },
    }),
    inputs: network.inputs,
    outputs: network.outputs,
    ...(classes === undefined ? {} : { classes }),
    ...(source === undefined ? {} : { source }),
    files,
  };
  return writeFile(join(into, 'export.json'), `${JSON.stringify(description, undefined, 2)}\n`);
};
