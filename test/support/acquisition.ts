import type { Acquisition } from '../../src/dicom/index.ts';

/** A header that says nothing but what is given. */
export const acquisition = (given: Partial<Acquisition> = {}): Acquisition => ({
  seriesUid: undefined,
  seriesNumber: undefined,
  instanceNumber: undefined,
  modality: undefined,
  imageType: [],
  seriesDescription: undefined,
  protocolName: undefined,
  scanningSequence: [],
  repetitionMs: undefined,
  echoMs: undefined,
  inversionMs: undefined,
  rowDirection: undefined,
  columnDirection: undefined,
  ...given,
});
