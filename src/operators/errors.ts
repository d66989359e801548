import { nameOfSite, type Site } from '../domain/site.ts';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { namesOrNothing } from '../domain/text/listed.ts';
import { withoutPath } from '../domain/text/without-path.ts';

export const calibrationInvalid = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'CALIBRATION_INVALID',
    reason:
      'not a calibration of this version; use the calibration.json written by spinestream evaluate, or fit it again',
    where: { file },
    cause,
  });

export const calibrationOfOthers = (model: string, file: string): SpineError =>
  new SpineError({
    code: 'CALIBRATION_OF_OTHER_MODELS',
    reason: `the calibration was not fitted with these weights of model "${model}"; evaluate this pipeline out of fold and use its calibration.json`,
    where: { file },
  });

export const channelsMismatch = (model: string, found: number, expected: number, channels: string): SpineError =>
  new SpineError({
    code: 'CHANNELS_MISMATCH',
    reason: `model "${model}" outputs ${found} heatmaps, expected ${expected} (one for each of the ${channels}); choose another model or set "channels"`,
  });

export const copiesDiffer = (slice: string, where: Where): SpineError =>
  new SpineError({
    code: 'COPIES_DIFFER',
    reason: `two files share the SOPInstanceUID of ${slice} but differ in pixels or position; remove the wrong one (inspect --names shows both)`,
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
    reason: `the total weight of ${namesOrNothing(names)} at ${location} is ${rounded(weight)}, expected ${rounded(expected)} as elsewhere; average logits that cover every location with the same total weight`,
  });

export const modelKindUnexpected = (model: string, found: string, expected: readonly string[]): SpineError =>
  new SpineError({
    code: 'MODEL_KIND_UNEXPECTED',
    reason: `model "${model}" is of kind "${found}", expected ${expected.map((kind) => `"${kind}"`).join(' or ')}; use another model`,
  });

export const modelInputMismatch = (
  model: string,
  input: string,
  found: readonly number[],
  expected: readonly (number | string)[],
): SpineError =>
  new SpineError({
    code: 'MODEL_INPUT_MISMATCH',
    reason: `model "${model}" expects "${input}" of shape [${expected.join(', ')}], found [${found.join(', ')}]; set slices and resolutionPx as in training`,
  });

export const logitsMissing = (name: string, location: string): SpineError =>
  new SpineError({
    code: 'LOGITS_MISSING',
    reason: `"logits.${name}" has nothing for ${location}; give the logits of a network that grades it`,
  });

export const networksDiffer = (model: string, found: readonly string[], expected: readonly string[]): SpineError =>
  new SpineError({
    code: 'NETWORKS_DIFFER',
    reason: `model "${model}" combines the logits ${namesOrNothing(expected)}, but "logits" names ${namesOrNothing(found)}; give the logits of the same networks under the same names`,
  });

export const modelOutputMissing = (model: string, output: string): SpineError =>
  new SpineError({
    code: 'MODEL_OUTPUT_MISSING',
    reason: `model "${model}" has no output "${output}", which this operator reads; use a model of the right kind`,
  });

export const roiMissing = (model: string, input: string, site: Site): SpineError =>
  new SpineError({
    code: 'ROI_MISSING',
    reason: `model "${model}" needs a region "${input}" at ${nameOfSite(site) || 'the study'}, but "rois" has none; add "${input}" to "rois", or crop regions at every site that the model grades`,
  });

export const seriesEmpty = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_EMPTY',
    reason: 'no .dcm file in the folder; restore its files or remove the series from the descriptions file',
    where,
  });

export const seriesFolderUnreadable = (where: Where, cause: unknown): SpineError =>
  new SpineError({
    code: 'SERIES_FOLDER_UNREADABLE',
    reason:
      'cannot list the folder of this series; check that it exists and is readable, or remove the series from the descriptions file',
    where,
    cause: withoutPath(cause),
  });

export const seriesUnknown = (seriesId: string): SpineError =>
  new SpineError({
    code: 'SERIES_UNKNOWN',
    reason: 'a keypoint or label refers to this series, which the study does not have; check the descriptions file',
    where: { seriesId },
  });

export const instanceUnknown = (instanceNumber: number, seriesId: string): SpineError =>
  new SpineError({
    code: 'INSTANCE_UNKNOWN',
    reason: `a keypoint or label refers to ${instanceNumber}.dcm, which this series does not have; check the coordinates`,
    where: { seriesId },
  });

export const positionsRepeated = (count: number, where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_POSITIONS_REPEATED',
    reason: `${count} slices share a position with another one and cannot be distinguished (e.g. echoes or phases in one series); export them as separate series, or remove the series`,
    where,
  });

export const seriesUnplaced = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_UNPLACED',
    reason:
      'most slices have no usable ImagePositionPatient (0020,0032), ImageOrientationPatient (0020,0037) or PixelSpacing (0028,0030), needed to order them; export the series again with full headers, or remove it',
    where,
  });

export const slicesUnreadable = (where: Where): SpineError =>
  new SpineError({
    code: 'SERIES_EMPTY',
    reason:
      'no .dcm file in its folder is a DICOM image; restore its files or remove the series from the descriptions file',
    where,
  });

export const studyMixed = (what: 'StudyInstanceUIDs' | 'StudyDates', count: number): SpineError =>
  new SpineError({
    code: 'STUDY_MIXED',
    reason: `its series have ${count} different ${what}; put each examination into a separate folder (or, if these are known to be wrong, use "load-series: { rules: original }")`,
  });

export const studyOfSeveralPatients = (patients: number): SpineError =>
  new SpineError({
    code: 'STUDY_OF_SEVERAL_PATIENTS',
    reason: `its images are of ${patients} patients; put each examination into a separate folder`,
  });

export const mirrorUnknown = (name: string, site: Site): SpineError =>
  new SpineError({
    code: 'MIRROR_UNKNOWN',
    reason: `"${name}" at ${nameOfSite(site) || 'the study'} has no "inMirror", which "views.mirror" needs; set it in the operator that writes the entry, or omit "views.mirror"`,
  });
