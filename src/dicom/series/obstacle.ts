import type { SliceHeader } from '../../domain/slice-header.ts';
import { labelOf, TAGS } from '../tags.ts';
import type { SeriesHeader } from './consensus.ts';
import { searchable, word } from './free-text.ts';
import { waterFatPartOf } from './water-fat.ts';

/** Reason to exclude a series, whatever its plane and weighting. */
export interface Obstacle {
  readonly code: string;
  readonly reason: string;
}

const SECONDARY_CAPTURE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.|$)/;

/** Localisers, from which the other series are planned. */
const OVERVIEW =
  /LOCALI[SZ]ER|SCOUT|SURVEY|SCANO|TOPOGRAM|PLAN(?:E|NING)? ?SCAN|(?<![A-Z])LOC(?![A-Z])|(?<![A-Z])3[ -]?PL(?![A-Z])|定位|位置決め/;

/** ImageType terms of computed pictures. */
const COMPUTED = new Set([
  ...['PROJECTION IMAGE', 'PROJECTION IMAG', 'MIP', 'CSA MIP', 'CSA MIP THIN', 'MAX_IP'],
  ...['MIN_IP', 'MIN IP', 'MINIP', 'MNIP', 'PJN'],
  ...['SUBTRACTION', 'SUBTRACT', 'SUB', 'MSUM', 'MEAN', 'STDDEV'],
  ...['ADC', 'ADC_UNSPECIFIED', 'FA', 'TENSOR', 'TRACEW', 'TRACE', 'EXPONENTIAL', 'DIFFUSION_ADC', 'IVIM'],
  ...['QMAP', 'MULTI_QMAP', 'MAP', 'T1 MAP', 'T1_MAP', 'T1MAP', 'PD MAP'],
  ...['T2 MAP', 'T2_MAP', 'T2MAP', 'T2_STAR MAP', 'T2* MAP'],
  ...['R1', 'R2', 'R2S', 'R2*', 'R2_STAR', 'R2_STAR_MAP', 'B0', 'B1'],
  ...['FF', 'PDFF', 'FAT_FRACTION', 'FAT_PERCENT', 'WATER_FRACTION'],
  ...['CBF', 'CBV', 'RCBF', 'RCBV', 'MTT', 'TTP', 'PBP', 'CPR'],
  ...['VELOCITY MAP', 'VELOCITY', 'ERROR_MAP', 'MR ERROR MESSAGE'],
]);
/** Siemens appends the direction: `MIP_SAG`. */
const PROJECTION_TERM = /^(?:MIP|MNIP|MINIP|STDDEV)_/;
const COMPUTED_NAME = word(
  ...['MAPS?', 'MAPPING', 'MAPIT', 'MIP', 'MINIP', 'SUB(?:TRACT(?:ION|ED)?)?'],
  ...['FA(?! ?\\d)', 'CBF', 'CBV', 'PDFF', 'FAT[ _-]?FRACTION'],
);

/** Components of a complex signal other than the magnitude; Siemens writes them third and Philips fourth. */
const COMPLEX_PARTS = new Set([
  ...['P', 'R', 'I', 'PHASE', 'PHASE MAP', 'PHASE_MAP', 'REAL', 'IMAGINARY'],
  ...['R_IR', 'R_SE', 'R_FFE', 'P_SE', 'P_FFE', 'I_SE', 'I_IR', 'I_FFE'],
]);

const colourOf = ({ samplesPerPixel, photometricInterpretation }: SeriesHeader): string | undefined => {
  if (samplesPerPixel !== undefined && samplesPerPixel > 1)
    return `${labelOf(TAGS.samplesPerPixel)} is ${samplesPerPixel}`;
  const model = photometricInterpretation?.toUpperCase() ?? '';
  if (!/^(?:RGB|ARGB|CMYK|HSV|YBR|PALETTE)/.test(model)) return undefined;
  return `${labelOf(TAGS.photometricInterpretation)} is ${model.startsWith('PALETTE') ? 'PALETTE COLOR' : 'a colour model'}`;
};

const isMapByName = ({ seriesDescription }: SeriesHeader): boolean => COMPUTED_NAME.test(searchable(seriesDescription));

/**
 * Returns why a series must not be graded, whatever its description.
 * @param header attributes of most of its slices
 * @param slices all of them: one slice with a b value makes a series a diffusion series
 */
export const obstacleOf = (
  header: SeriesHeader,
  slices: readonly Pick<SliceHeader, 'diffusionBValue'>[],
): Obstacle | undefined => {
  const { modality, sopClassUid = '', imageType = [], seriesDescription, scanningSequence = [] } = header;
  const details = imageType.slice(2);
  if (modality !== undefined && modality !== 'MR')
    return { code: 'SERIES_NOT_MR', reason: `${labelOf(TAGS.modality)} is not MR` };
  if (SECONDARY_CAPTURE.test(sopClassUid))
    return { code: 'SERIES_NOT_MR', reason: 'it is a secondary capture, a copy of a screen' };
  const colour = colourOf(header);
  if (colour !== undefined)
    return { code: 'SERIES_COLOUR', reason: `${colour}, and only grey pictures of the scanner are graded` };
  if (imageType.includes('LOCALIZER') || OVERVIEW.test(searchable(seriesDescription)))
    return { code: 'SERIES_LOCALIZER', reason: 'it is a localizer, for planning the others' };
  if (imageType.some((term) => COMPUTED.has(term) || PROJECTION_TERM.test(term)))
    return { code: 'SERIES_COMPUTED', reason: `${labelOf(TAGS.imageType)} says that it was computed of others` };
  if (isMapByName(header))
    return { code: 'SERIES_COMPUTED', reason: 'its description names a map, a projection or a subtraction' };
  if (imageType.slice(2, 4).some((term) => COMPLEX_PARTS.has(term)))
    return {
      code: 'SERIES_COMPUTED',
      reason: `${labelOf(TAGS.imageType)} names a part of the signal, not its magnitude`,
    };
  if (slices.some(({ diffusionBValue = 0 }) => diffusionBValue > 0))
    return { code: 'SERIES_DIFFUSION', reason: 'it is diffusion-weighted, as its b values say' };
  if (scanningSequence.includes('EP') || details.includes('EPI'))
    return { code: 'SERIES_ECHO_PLANAR', reason: 'it is echo-planar, as diffusion and perfusion series are' };
  if (waterFatPartOf(header) === 'fat')
    return { code: 'SERIES_FAT_ONLY', reason: 'it shows the fat that a Dixon sequence separated, without the water' };
  return undefined;
};
