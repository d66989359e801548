import type { SliceHeader } from '../../src/dicom/index.ts';

/** A header that says nothing but what is given. */
export const acquisition = (given: Partial<SliceHeader> = {}): SliceHeader => ({ transferSyntaxUid: '', ...given });
