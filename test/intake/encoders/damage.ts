import type { SyntaxName } from '../study/file.ts';
import type { Study } from '../study/study.ts';
import type { EncoderName } from './codestreams.ts';
import { codestreamOf, putFrames } from './compress.ts';

/** Compresses every slice, and changes the codestream. */
export const changeCodestreams = (
  study: Study,
  encoder: EncoderName & SyntaxName,
  change: (codestream: Uint8Array) => Uint8Array,
): void => {
  for (const slice of study.slices) {
    putFrames(slice.dataSet, [change(codestreamOf(slice, encoder))]);
    slice.syntax = encoder;
  }
};
