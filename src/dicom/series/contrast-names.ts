import { searchable, word } from './free-text.ts';

/** Contrast of a series. Water is bright in T2 and STIR, which also suppresses fat. */
export type Weighting = 'T1' | 'T2' | 'STIR';

/** Contrasts that are recognised in order to be excluded; the words appear in messages. */
type OtherContrast =
  | 'proton density'
  | 'gradient echo'
  | 'diffusion'
  | 'fluid attenuation'
  | 'myelography'
  | 'angiography'
  | 'perfusion'
  | 'calibration';

export type Contrast = Weighting | OtherContrast;

export const isWeighting = (contrast: Contrast): contrast is Weighting =>
  contrast === 'T1' || contrast === 'T2' || contrast === 'STIR';

/**
 * Possible prefixes of T1 and T2 within a word: planes (`SAGT2`), kinds of echo (`FSET2`), vendors' marks such as Philips' (`eT2W`, `sT1W`), fat
 * suppression (`FST2`). Excludes the vertebrae T10 to T12 and words such as FAST2D.
 */
const PREFIX = '(?<![A-Z0-9])(?:O?SAG(?:ITTAL)?|O?AX(?:IAL)?|TRANSVERSE|TRA|TRS|COR|[FT]?SE|EE?|SS?|V|W?FS|[23]D)?';
const T1 = new RegExp(`${PREFIX}T ?1(?!\\.?[0-9])`);
const T2 = new RegExp(`${PREFIX}T ?2(?!\\.?[0-9])`);
const STIR = /STIR|TIRM/;
const PROTON_DENSITY = /(?<![A-Z])PD(?:WI?|FS)?(?![A-Z])|(?<![A-Z])PDT[12]|PROTON/;
/** With T1, a usual T1 series of the spine; alone or with T2, a brain series. */
const FLUID_ATTENUATION = /FLAIR|DARK[-_ ]?FLUID/;

/** Vendors' names for gradient echoes, with and without steady state; Siemens' `me2d` is MEDIC. */
const GRADIENT_ECHO = word(
  ...['[FMS]?GRE', 'FGR', 'MPGR', 'F?SPGR', 'FLASH', 'FL[23]D', '[MB]?[- ]?(?:F?FE|TFE)', 'TFL'],
  ...['TRU?E?[- ]?FISP|TRUFI|FISP', 'FIESTA(?:-?C)?', 'CISS', 'DESS', 'PSIF', 'MEDIC', 'ME[23]D', 'MERGE', 'COSMIC'],
  ...['VIBE', 'LAVA', 'THRIVE', 'BRAVO', 'MP-?RAGE', 'SWI|SWAN|SWIP', 'FE[23]D'],
);

/** Ordered: the first match counts. */
const OTHERS: readonly (readonly [OtherContrast, RegExp])[] = [
  [
    'diffusion',
    /DWI|DTI(?![A-Z])|DIFFUSION|(?<![A-Z])DIFF?(?![A-Z])|TRACE|(?<![A-Z])[DE]?ADC(?![A-Z])|RESOLVE|(?<![A-Z])EP2D/,
  ],
  ['myelography', /MYELO|(?<![A-Z])MRM(?![A-Z])/],
  ['perfusion', word('PERF(?:USION)?', 'DCE', 'DSC', 'TWIST', 'ASL')],
  ['angiography', word('TOF', 'MRA', 'PCA', 'CSF[ _-]?FLOW', 'CINE', 'TRICKS')],
  ['calibration', /CALIB|(?<![A-Z])(?:CAL|SHIM(?:[23]D)?|ASSET[ _-]?CAL|COIL[ _-]?SENS\w*|B[01][ _-]?MAP)(?![A-Z])/],
  ['gradient echo', /T2[ _-]?(?:\*|STAR)/],
  ['gradient echo', GRADIENT_ECHO],
];

/** The contrast that a description names; undefined if it names none or several (a dual echo series). */
export const contrastNamed = (text: string | undefined): Contrast | undefined => {
  const upper = searchable(text);
  const other = OTHERS.find(([, pattern]) => pattern.test(upper));
  if (other !== undefined) return other[0];
  const [t1, t2, stir] = [T1, T2, STIR].map((pattern) => pattern.test(upper));
  if (PROTON_DENSITY.test(upper)) return t1 || t2 || stir ? undefined : 'proton density';
  if (t1) return t2 || stir ? undefined : 'T1';
  if (stir) return 'STIR';
  if (FLUID_ATTENUATION.test(upper)) return 'fluid attenuation';
  return t2 ? 'T2' : undefined;
};

/** AcquisitionContrast, the third or a later value of the frame type of enhanced objects (PS3.3 C.8.13.3.1.1). */
const DEFINED_TERMS: ReadonlyMap<string, Contrast> = new Map([
  ['T1', 'T1'],
  ['T2', 'T2'],
  ['STIR', 'STIR'],
  ['PROTON_DENSITY', 'proton density'],
  ['DIFFUSION', 'diffusion'],
  ['FLUID_ATTENUATED', 'fluid attenuation'],
  ['PERFUSION', 'perfusion'],
  ['T2_STAR', 'gradient echo'],
  ['TOF', 'angiography'],
  ['FLOW_ENCODED', 'angiography'],
  // Philips writes the kind of echo here.
  ['FFE', 'gradient echo'],
  ['M_FFE', 'gradient echo'],
  ['PCA', 'angiography'],
  ['M_PCA', 'angiography'],
]);

/** The contrast that ImageType names; undefined unless exactly one. */
export const contrastOfImageType = (imageType: readonly string[] | undefined): Contrast | undefined => {
  const told = new Set((imageType ?? []).slice(2).flatMap((term) => DEFINED_TERMS.get(term) ?? []));
  return told.size === 1 ? [...told][0] : undefined;
};
