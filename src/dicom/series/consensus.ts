import { compareText } from '../../domain/compare-ids.ts';
import { grouped } from '../../domain/grouped.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';

const ATTRIBUTES = [
  ...(['sopClassUid', 'modality', 'imageType', 'frameOfReferenceUid', 'seriesNumber'] as const),
  ...(['studyDescription', 'seriesDescription', 'protocolName', 'bodyPart'] as const),
  ...(['scanningSequence', 'repetitionMs', 'echoMs', 'inversionMs', 'contrastAgent'] as const),
  ...(['samplesPerPixel', 'photometricInterpretation'] as const),
];

/** Attributes that describe the content of a series, as most of its slices state them. */
export type SeriesHeader = Pick<SliceHeader, (typeof ATTRIBUTES)[number]>;

/** The most frequent value; in a tie, the first in sort order, so that slice order does not matter. */
const mostFrequent = (values: readonly unknown[]): unknown => {
  const known = grouped(
    values.filter((value) => value !== undefined),
    (value) => JSON.stringify(value),
  );
  const [best] = [...known].sort(
    ([a, { length: count }], [b, { length: other }]) => other - count || compareText(a, b),
  );
  return best?.[1][0];
};

/** The header of a series: the majority value of each attribute. A stray slice has no effect. */
export const consensusOf = (headers: readonly Partial<SliceHeader>[]): SeriesHeader =>
  Object.fromEntries(
    ATTRIBUTES.map((key) => [key, mostFrequent(headers.map((header) => header[key]))]),
  ) as SeriesHeader; // each value is one of the header's own
