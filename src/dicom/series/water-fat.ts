import type { SliceHeader } from '../../domain/slice-header.ts';
import { searchable } from './free-text.ts';

/** One of the pictures of a Dixon sequence. */
export type WaterFatPart = 'water' | 'fat' | 'in phase' | 'opposed phase';

/** ImageType terms: words for Siemens and GE, letters for Philips and United Imaging. */
const TERMS: ReadonlyMap<string, WaterFatPart> = new Map([
  ['WATER', 'water'],
  ['W', 'water'],
  ['FAT', 'fat'],
  ['F', 'fat'],
  ['IN_PHASE', 'in phase'],
  ['INPHASE', 'in phase'],
  ['IP', 'in phase'],
  ['OPP_PHASE', 'opposed phase'],
  ['OPPOSED_PHASE', 'opposed phase'],
  ['OUT_PHASE', 'opposed phase'],
  ['OUTPHASE', 'opposed phase'],
  ['OUTOFPHASE', 'opposed phase'],
  ['OP', 'opposed phase'],
]);

/** GE puts the part first, "FAT: Sag T2 FSE Flex"; others put it last, "t2_tse_dixon_sag_F". */
const IN_FRONT: readonly (readonly [WaterFatPart, RegExp])[] = [
  ['water', /^ *WATER ?:/],
  ['fat', /^ *FAT ?:/],
  ['in phase', /^ *IN ?PHASE ?:/],
  ['opposed phase', /^ *(?:OUT|OPP(?:OSED)?) ?(?:OF )?PHASE ?:/],
];
const AT_END: readonly (readonly [WaterFatPart, RegExp])[] = [
  ['water', /[ _-](?:W|WATER)[ _-]*$/],
  ['fat', /[ _-](?:F|FAT)[ _-]*$/],
  ['in phase', /[ _-](?:IN|IP|IN[ _-]?PHASE)[ _-]*$/],
  ['opposed phase', /[ _-](?:OPP|OP|OUT|(?:OPP|OUT|OPPOSED)(?:[ _-]?OF)?[ _-]?PHASE)[ _-]*$/],
];
/** Without water-fat separation, a final letter means something else. */
const SEPARATED = /DIXON|IDEAL|FLEX|WFI|WFS|WFOP|FAT[ _-]?SEP|(?<![A-Z])DIX(?![A-Z])/;

const partNamed = (text: string | undefined): WaterFatPart | undefined => {
  const upper = searchable(text);
  const patterns = SEPARATED.test(upper) ? [...IN_FRONT, ...AT_END] : IN_FRONT;
  return patterns.find(([, pattern]) => pattern.test(upper))?.[0];
};

const partOfImageType = (imageType: readonly string[] | undefined): WaterFatPart | undefined => {
  const told = new Set((imageType ?? []).slice(2).flatMap((term) => TERMS.get(term) ?? []));
  return told.size === 1 ? [...told][0] : undefined;
};

/** The Dixon picture that a slice belongs to; undefined for other sequences and for inconclusive headers. */
export const waterFatPartOf = ({
  imageType,
  seriesDescription,
}: Pick<SliceHeader, 'imageType' | 'seriesDescription'>): WaterFatPart | undefined =>
  partOfImageType(imageType) ?? partNamed(seriesDescription);
