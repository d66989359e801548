import { nameOfPlace, type Place } from '../domain/place.ts';
import { SpineError, type Where } from '../domain/spine-error.ts';

const list = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));

export const channelsMismatch = (model: string, found: number, expected: number, channels: string): SpineError =>
  new SpineError({
    code: 'CHANNELS_MISMATCH',
    reason: `model "${model}" gives ${found} heatmaps, expected ${expected} (one for each of the ${channels}); choose another model or set "channels"`,
  });

export const coverageUneven = (
  location: string,
  members: number,
  expected: number,
  names: readonly string[],
): SpineError =>
  new SpineError({
    code: 'COVERAGE_UNEVEN',
    reason: `${members} of the averaged entries (${list(names)}) grade ${location}, but ${expected} grade others; average entries that together grade every location equally often`,
  });

export const entryMissing = (name: string, present: readonly string[]): SpineError =>
  new SpineError({
    code: 'ENTRY_MISSING',
    reason: `reads the entry "${name}", which no operator before it wrote (there: ${list(present)}); add the operator that writes it`,
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

export const roiMissing = (model: string, input: string, place: Place): SpineError =>
  new SpineError({
    code: 'ROI_MISSING',
    reason: `model "${model}" needs a region "${input}" at ${nameOfPlace(place) || 'the study'}, and "rois" gives none; add "${input}" to "rois", or crop regions at every place that the model grades`,
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
    cause,
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
