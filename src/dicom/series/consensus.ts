import type { SliceHeader } from '../../domain/slice-header.ts';

/** Attributes that describe the content of a series, as most of its slices state them. */
export type SeriesHeader = Pick<
  SliceHeader,
  | 'sopClassUid'
  | 'modality'
  | 'imageType'
  | 'studyDescription'
  | 'seriesDescription'
  | 'protocolName'
  | 'bodyPart'
  | 'scanningSequence'
  | 'repetitionMs'
  | 'echoMs'
  | 'inversionMs'
  | 'contrastAgent'
  | 'samplesPerPixel'
  | 'photometricInterpretation'
  | 'frameOfReferenceUid'
  | 'seriesNumber'
>;

/** The most frequent value; in a tie, the first in sort order, so that slice order does not matter. */
const mostFrequent = <T>(values: readonly T[]): T | undefined => {
  const counts = new Map<string, { readonly value: T; count: number }>();
  for (const value of values) {
    if (value === undefined) continue;
    const key = JSON.stringify(value);
    const seen = counts.get(key);
    if (seen === undefined) counts.set(key, { value, count: 1 });
    else seen.count += 1;
  }
  let best: readonly [key: string, value: T, count: number] | undefined;
  for (const [key, { value, count }] of counts)
    if (best === undefined || count > best[2] || (count === best[2] && key < best[0])) best = [key, value, count];
  return best?.[1];
};

/** The header of a series: the majority value of each attribute. A stray slice has no effect. */
export const consensusOf = (headers: readonly Partial<SliceHeader>[]): SeriesHeader => {
  const most = <K extends keyof SeriesHeader>(key: K): SeriesHeader[K] =>
    mostFrequent(headers.map((header) => header[key]));
  return {
    sopClassUid: most('sopClassUid'),
    modality: most('modality'),
    imageType: most('imageType'),
    studyDescription: most('studyDescription'),
    seriesDescription: most('seriesDescription'),
    protocolName: most('protocolName'),
    bodyPart: most('bodyPart'),
    scanningSequence: most('scanningSequence'),
    repetitionMs: most('repetitionMs'),
    echoMs: most('echoMs'),
    inversionMs: most('inversionMs'),
    contrastAgent: most('contrastAgent'),
    samplesPerPixel: most('samplesPerPixel'),
    photometricInterpretation: most('photometricInterpretation'),
    frameOfReferenceUid: most('frameOfReferenceUid'),
    seriesNumber: most('seriesNumber'),
  };
};
