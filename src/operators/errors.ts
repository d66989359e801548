import { nameOfSite, type Site } from '../domain/site.ts';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { withoutPath } from '../domain/without-path.ts';

const list = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));

export const calibrationInvalid = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'CALIBRATION_INVALID',
    reason:
      'not a calibration of this version; name the calibration.json that spinestream evaluate wrote, or fit it again',
    where: { file },
    cause,
  });

export const calibrationOfOthers = (model: string, file: string): SpineError =>
  new SpineError({
    code: 'CALIBRATION_OF_OTHER_MODELS',
    reason: `it was not fitted on grades by these weights of model "${model}"; evaluate this pipeline out of fold and use the calibration.json of that`,
    where: { file },
  });

export const channelsMismatch = (model: string, found: number, expected: number, channels: string): SpineError =>
  new SpineError({
    code: 'CHANNELS_MISMATCH',
    reason: `model "${model}" gives ${found} heatmaps, expected ${expected} (one for each of the ${channels}); choose another model or set "channels"`,
  });

export const copiesDiffer = (slice: string, where: Where): SpineError =>
  new SpineError({
    code: 'COPIES_DIFFER',
    reason: `two files have the SOPInstanceUID of ${slice} and differ in pixels or place; find out which one is right (inspect --names has both) and remove the other`,
    where,
  });

const rounded = (value: number): string => String(Number(value.toPrecision(6)));

export const coverageUneven = (
  location: string,
  weight: number,
  expected: number,
  names: readonly string[],
): SpineError =>
  new SpineError({
    code: 'COVERAGE_UNEVEN',
    reason: `the weights of those of ${list(names)} that grade ${location} add up to ${rounded(weight)}, expected ${rounded(expected)} as elsewhere; average logits that together grade every location with the same weight`,
  });

export const modelKindUnexpected = (model: string, found: string, expected: readonly string[]): SpineError =>
  new SpineError({
    code: 'MODEL_KIND_UNEXPECTED',
    reason: `model "${model}" is of the kind "${found}", expected ${expected.map((kind) => `"${kind}"`).join(' or ')}; give this operator another model`,
  });

export const modelInputMismatch = (
  model: string,
  input: string,
  found: readonly number[],
  expected: readonly (number | string)[],
): SpineError =>
  new SpineError({
    code: 'MODEL_INPUT_MISMATCH',
    reason: `model "${model}" takes "${input}" of shape [${expected.join(', ')}], got [${found.join(', ')}]; set slices and resolutionPx to what the model was trained with`,
  });

export const modelOutputMissing = (model: string, output: string): SpineError =>
  new SpineError({
    code: 'MODEL_OUTPUT_MISSING',
    reason: `model "${model}" has no output "${output}", which this operator reads; give it a model made for it`,
  });

export const roiMissing = (model: string, input: string, site: Site): SpineError =>
  new SpineError({
    code: 'ROI_MISSING',
    reason: `model "${model}" needs a region "${input}" at ${nameOfSite(site) || 'the study'}, and "rois" gives none; add "${input}" to "rois", or crop regions at every place that the model grades`,
  });

export const seriesEmpty = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_EMPTY',
    reason: 'the folder holds no .dcm file; restore its files or remove the series from the descriptions file',
    where,
  });

export const seriesFolderUnreadable = (where: Where, cause: unknown): SpineError =>
  new SpineError({
    code: 'SERIES_FOLDER_UNREADABLE',
    reason:
      'the folder of this series cannot be listed; check that it exists and may be read, or remove the series from the descriptions file',
    where,
    cause: withoutPath(cause),
  });

export const seriesUnknown = (seriesId: string): SpineError =>
  new SpineError({
    code: 'SERIES_UNKNOWN',
    reason: 'a keypoint or label names this series, but the study does not list it; check the descriptions file',
    where: { seriesId },
  });

export const instanceUnknown = (instanceNumber: number, seriesId: string): SpineError =>
  new SpineError({
    code: 'INSTANCE_UNKNOWN',
    reason: `a keypoint or label names the file ${instanceNumber}.dcm, which this series does not have; check the coordinates`,
    where: { seriesId },
  });

export const positionsRepeated = (count: number, where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_POSITIONS_REPEATED',
    reason: `${count} slices lie where another one lies, and nothing tells them apart: echoes or phases in one series; export them as series of their own, or leave the series out`,
    where,
  });

export const seriesUnplaced = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_UNPLACED',
    reason:
      'most of its slices have no usable ImagePositionPatient (0020,0032), ImageOrientationPatient (0020,0037) or PixelSpacing (0028,0030), needed to find their order; export the series again with full headers, or leave it out',
    where,
  });

export const slicesUnreadable = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_EMPTY',
    reason:
      'none of the .dcm files in its folder is a DICOM image; restore its files or remove the series from the descriptions file',
    where,
  });

export const studyMixed = (what: 'StudyInstanceUIDs' | 'StudyDates', count: number): SpineError =>
  new SpineError({
    code: 'STUDY_MIXED',
    reason: `its series have ${count} different ${what}; put each examination into a folder of its own (or, where these are known to be wrong, use "load-series: { rules: original }")`,
  });

export const studyOfSeveralPatients = (patients: number): SpineError =>
  new SpineError({
    code: 'STUDY_OF_SEVERAL_PATIENTS',
    reason: `its images are of ${patients} patients; put each examination into a folder of its own`,
  });

export const mirrorUnknown = (name: string, site: Site): SpineError =>
  new SpineError({
    code: 'MIRROR_UNKNOWN',
    reason: `"${name}" at ${nameOfSite(site) || 'the study'} does not say what the mirror reverses; set "inMirror" in the operator that made it, or leave "views.mirror" out`,
  });
