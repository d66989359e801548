import type { SeriesHeader } from './consensus.ts';
import { searchable } from './free-text.ts';

/** A body region, as in messages. */
export type Region = 'lumbar spine' | 'cervical spine' | 'thoracic spine' | 'head' | 'pelvis';

export interface NamedRegion {
  readonly region: Region;
  /** Attribute that names it. */
  readonly by: 'SeriesDescription' | 'ProtocolName' | 'BodyPartExamined' | 'StudyDescription';
}

/** In English, German (HWS, BWS, LWS), the Romance languages, Chinese and Japanese. */
const REGIONS: readonly (readonly [Region, RegExp])[] = [
  [
    'lumbar spine',
    /LUMB|LOMB|LENDEN|(?<![A-Z])(?:LWS|LSWS|L[-_ /]?S?[-_ ]?SP(?:INE)?|LSP|L[-/]S|L[1-5][-_ ]?(?:L[2-5]|S1))(?![A-Z0-9])|腰/,
  ],
  [
    'cervical spine',
    /CERV|ZERV|NECK|HALS|(?<![A-Z])(?:HWS|C[-_ /]?SP(?:INE)?|C[1-7][-_ ](?:C[2-7]|T[1-4]))(?![A-Z0-9])|頸|颈/,
  ],
  ['thoracic spine', /THORA|TORAC|DORSAL|DORSO|(?<![A-Z])(?:BWS|[TD][-_ /]?SP(?:INE)?)(?![A-Z0-9])|胸/],
  ['head', /BRAIN|SKULL|SCHAEDEL|SCHÄDEL|CRANI|ORBIT|PITUIT|(?<![A-Z])IAC(?![A-Z])|頭部|头颅/],
  ['pelvis', /PELVI|BECKEN|PROSTAT|UTER|(?<![A-Z])(?:SIJ|SI[-_ ]JOINTS?|HIPS?|SACRO[- ]?ILIAC|ISG)(?![A-Z])|骨盤|骨盆/],
];

/** The region that a text names; undefined if it names none or several: "thoracolumbar" counts as neither. */
export const regionNamed = (text: string | undefined): Region | undefined => {
  const upper = searchable(text);
  const named = REGIONS.filter(([, pattern]) => pattern.test(upper));
  return named.length === 1 ? named[0]![0] : undefined;
};

/**
 * The region that a header names. The description is typed per series, so it takes precedence over BodyPartExamined, which is often copied with the
 * protocol. The study's description, which is common to all series, comes last.
 */
export const regionOf = (header: SeriesHeader): NamedRegion | undefined => {
  const texts = [
    { by: 'SeriesDescription', text: header.seriesDescription },
    { by: 'ProtocolName', text: header.protocolName },
    { by: 'BodyPartExamined', text: header.bodyPart },
    { by: 'StudyDescription', text: header.studyDescription },
  ] as const;
  for (const { by, text } of texts) {
    const region = regionNamed(text);
    if (region !== undefined) return { region, by };
  }
  return undefined;
};
