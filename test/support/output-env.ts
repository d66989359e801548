import type { OutputEnv, OutputFile } from '../../src/core/define-output.ts';
import { readBytes } from '../../src/dicom/index.ts';
import { listFiles } from '../../src/files/list-files.ts';

/** The environment of an output outside of a run. */
export const outputEnv = (): OutputEnv => ({ readBytes, listFiles, signal: new AbortController().signal });

/** What is given to an output before which no other one made a file. */
export const NOTHING_MADE: readonly OutputFile[] = [];
