import { heightMm } from './extent.ts';
import { searchable, word } from './free-text.ts';
import type { Plane } from './plane.ts';
import type { Reason } from './ranked-study.ts';
import type { SeriesFacts } from './series-facts.ts';

/** A reason for or against a series from its own attributes; undefined if neutral. */
type OwnReason = (facts: SeriesFacts) => Reason | undefined;

const reason = (code: string, points: number, text: string): Reason => ({ code, points, text });

const textsOf = ({ header }: SeriesFacts): string =>
  `${searchable(header.seriesDescription)} ${searchable(header.protocolName)}`;
const typeOf = ({ header }: SeriesFacts): readonly string[] => header.imageType ?? [];

const origin: OwnReason = (facts) => {
  const [value] = typeOf(facts);
  if (value === 'ORIGINAL') return reason('ORIGINAL', 15, 'pictures as the scanner made them');
  return value === 'DERIVED' ? undefined : reason('ORIGIN_UNKNOWN', 8, 'ImageType does not say whether it was derived');
};

const REFORMATTED = new Set(['MPR', 'CSA MPR', 'CSA MPR THICK', 'REFORMATTED', 'RESAMPLED', 'CSA RESAMPLED']);
const reformatted: OwnReason = (facts) =>
  typeOf(facts).some((term) => REFORMATTED.has(term)) || word('MPR').test(searchable(facts.header.seriesDescription))
    ? reason('REFORMATTED', -10, 'cut anew from other slices')
    : undefined;

const COMPOSED = /COMPOS|MOBI ?VIEW|PASTED|STITCH|(?<![A-Z])(?:COMP|MERGED)(?![A-Z])/;
const composed: OwnReason = (facts) =>
  typeOf(facts).some((term) => term === 'COMPOSED' || term === 'PASTED') || COMPOSED.test(textsOf(facts))
    ? reason('COMPOSED', -10, 'put together of several blocks')
    : undefined;

/** Longer than any field of view planned for the lumbar spine. */
const LUMBAR_FIELD_MM = 450;
const largeField: OwnReason = ({ box, kind }) =>
  kind !== 'Axial T2' && heightMm(box) > LUMBAR_FIELD_MM
    ? reason('LARGE_FIELD', -10, `${Math.round(heightMm(box))} mm high, more than a lumbar spine needs`)
    : undefined;

/** Usual spine slices are 3 to 5 mm thick; slices of 3D series are about 1 mm, which the networks were not trained on. */
export const USUAL_FROM_MM = 2.5;
const thinSlices: OwnReason = ({ thicknessMm }) =>
  thicknessMm < USUAL_FROM_MM
    ? reason('THIN_SLICES', -10, `slices of ${thicknessMm} mm, thinner than usual ones`)
    : undefined;

const region: OwnReason = ({ region: named }) => {
  if (named === undefined) return undefined;
  const text = `${named.by} names the ${named.region}`;
  return named.region === 'lumbar spine' ? reason('LUMBAR', 10, text) : reason('OTHER_REGION', -40, text);
};

const waterFat: OwnReason = ({ part }) => {
  if (part === 'in phase') return reason('IN_PHASE', 0, 'in-phase pictures of a Dixon sequence, as without one');
  if (part === 'water') return reason('WATER', -5, 'water pictures of a Dixon sequence, without fat');
  return part === 'opposed phase'
    ? reason('OPPOSED_PHASE', -30, 'opposed-phase pictures of a Dixon sequence, with dark edges')
    : undefined;
};

const FAT_SUPPRESSED =
  /(?<![A-Z])(?:FS|FAT[-_ ]?S(?:AT|UP)[A-Z]*|SPAIR|SPIR|ASPIR|CHESS|FATSAT)(?![A-Z])|(?<![A-Z])W?FST[12]/;
const fatSuppression: OwnReason = (facts) => {
  if (facts.weighting === 'STIR') return reason('STIR', -8, 'STIR, which shows less detail than T2');
  return FAT_SUPPRESSED.test(textsOf(facts)) ? reason('FAT_SUPPRESSED', -6, 'fat is suppressed') : undefined;
};

const CONTRAST_AGENT =
  /(?<![A-Z])(?:GD|GAD[A-Z]*|KM|CE|MDC|C\+|CONTRAST|ENHANCED|POST(?![-_ ]?OP))(?![A-Z])|\+ ?(?:C|GD|KM)(?![A-Z])|造影/;
const NO_CONTRAST_AGENT = /W\/O|(?<![A-Z])(?:WITHOUT|WO|PRE|SANS|OHNE|NON?|NATIV[A-Z]*)(?![A-Z])/;
const contrastAgent: OwnReason = ({ header }) => {
  const text = searchable(header.seriesDescription);
  const isGiven = CONTRAST_AGENT.test(text) || header.contrastAgent === true;
  return isGiven && !NO_CONTRAST_AGENT.test(text)
    ? reason('CONTRAST_AGENT', -12, 'taken after a contrast agent')
    : undefined;
};

const SINGLE_SHOT = word('HASTE', 'SS-?T?FSE', 'SSH', 'SINGLE[-_ ]?SHOT', 'FASE');
const singleShot: OwnReason = (facts) =>
  SINGLE_SHOT.test(textsOf(facts)) ? reason('SINGLE_SHOT', -10, 'taken in one shot, which blurs') : undefined;

const distortion: OwnReason = (facts) =>
  typeOf(facts).some((term) => term === 'DIS2D' || term === 'DIS3D')
    ? reason('DISTORTION_CORRECTED', 1, 'corrected for the distortion of the gradients')
    : undefined;

const PLANES: readonly (readonly [Plane, RegExp])[] = [
  ['sagittal', /SAG|矢状/],
  [
    'axial',
    /(?<![A-Z])O?AX(?:IAL|I)?(?:(?![A-Z])|(?=T[12]))|(?<![A-Z])TRA(?:NS[A-Z]*)?(?![A-Z])|(?<![A-Z])TRS(?![A-Z])|横断/,
  ],
  ['coronal', /(?<![A-Z])COR(?:ONAL)?(?![A-Z])|冠状/],
];
const plane: OwnReason = ({ header, kind }) => {
  const text = searchable(header.seriesDescription);
  const named = PLANES.filter(([, pattern]) => pattern.test(text));
  const own: Plane = kind === 'Axial T2' ? 'axial' : 'sagittal';
  return named.length === 1 && named[0]![0] !== own
    ? reason('OTHER_PLANE_NAMED', -15, `SeriesDescription names it ${named[0]![0]}, and it is ${own}`)
    : undefined;
};

const ALL: readonly OwnReason[] = [
  origin,
  reformatted,
  composed,
  largeField,
  thinSlices,
  region,
  waterFat,
  fatSuppression,
  contrastAgent,
  singleShot,
  distortion,
  plane,
];

/** Reasons for and against a series from its own attributes. */
export const ownReasons = (facts: SeriesFacts): readonly Reason[] => ALL.flatMap((one) => one(facts) ?? []);
