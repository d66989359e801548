import type { CopiedAttribute } from '../../dicom/index.ts';
import type { Where } from '../../domain/spine-error.ts';
import type { Elements } from '../dicom/attributes.ts';
import { sourceLacks } from '../errors.ts';

/** Patient and study attributes from an image of the study, in Unicode. */
export interface SourceAttributes {
  readonly studyUid: string;
  /** Values by keyword; missing attributes are absent, empty ones have no values. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** As written to other objects, including mandatory attributes. */
  readonly elements: Elements;
}

/** Values valid for their representation; text of any length is kept, since a shortened patient number would be another patient's. */
const FITS: Readonly<Record<CopiedAttribute['vr'], RegExp>> = {
  AS: /^\d{3}[DWMY]$/,
  CS: /^[A-Z0-9_ ]{1,16}$/,
  DA: /^\d{8}$/,
  DS: /^ *[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)? *$/i,
  LO: /^/,
  PN: /^/,
  SH: /^/,
  TM: /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/,
  UI: /^[\d.]{1,64}$/,
};
const MAX_DECIMAL = 16;

const isWhole = ({ vr, values }: CopiedAttribute): boolean =>
  values.every((value) => value === '' || (FITS[vr].test(value) && (vr !== 'DS' || value.length <= MAX_DECIMAL)));

/** Type 2 attributes of the modules Patient and General Study: in every object, empty if unknown. */
const ALWAYS: Elements = {
  '00080020': { vr: 'DA', Value: [] },
  '00080030': { vr: 'TM', Value: [] },
  '00080050': { vr: 'SH', Value: [] },
  '00080090': { vr: 'PN', Value: [] },
  '00100010': { vr: 'PN', Value: [] },
  '00100020': { vr: 'LO', Value: [] },
  '00100030': { vr: 'DA', Value: [] },
  '00100040': { vr: 'CS', Value: [] },
  '00200010': { vr: 'SH', Value: [] },
};

/** De-identified objects must state the method; many state only that they were de-identified. */
const UNSTATED_METHOD = 'not stated by the source image';

const methodOf = (values: SourceAttributes['values']): Elements =>
  values.get('PatientIdentityRemoved')?.[0] === 'YES' && (values.get('DeidentificationMethod') ?? []).length === 0
    ? { '00120063': { vr: 'LO', Value: [UNSTATED_METHOD] } }
    : {};

/**
 * Reads patient and study from one of the study's images. Drops values that are invalid for their representation, such as a weight in words.
 * @throws INTEROP_SOURCE_INCOMPLETE without a StudyInstanceUID
 */
export const sourceAttributes = (copied: readonly CopiedAttribute[], where: Where = {}): SourceAttributes => {
  const whole = copied.filter(isWhole);
  const values = new Map(whole.map((one) => [one.keyword, one.values]));
  const [studyUid] = values.get('StudyInstanceUID') ?? [];
  if (studyUid === undefined) throw sourceLacks('StudyInstanceUID', where);
  const own = Object.fromEntries(whole.map(({ tag, vr, values: Value }) => [tag, { vr, Value }]));
  return { studyUid, values, elements: { ...ALWAYS, ...own, ...methodOf(values) } };
};
