import { SpineError, type Where } from '../../domain/spine-error.ts';
import { firstOf } from '../../domain/text/listed.ts';

export const batchMemoryExhausted = (bytes: number, cause: unknown): SpineError =>
  new SpineError({
    code: 'BATCH_MEMORY_EXHAUSTED',
    reason: `out of memory for a batch of ${Math.ceil(bytes / 2 ** 20)} MB; lower training.batch, loading.readAhead, loading.shuffleMb or the resolution`,
    cause,
  });

export const coordinateOutside = (
  row: { readonly condition: string; readonly level: string; readonly x: number; readonly y: number },
  image: { readonly columns: number; readonly rows: number },
  where: Where,
): SpineError =>
  new SpineError({
    code: 'LABEL_COORDINATE_OUTSIDE',
    reason: `${row.condition} ${row.level}: the coordinate (${row.x}, ${row.y}) is outside the image of ${image.columns} x ${image.rows} pixels; correct it, or list it in labels.drop`,
    where,
  });

export const givenEntryForeign = (name: string): SpineError =>
  new SpineError({
    code: 'GIVEN_ENTRY_FOREIGN',
    reason: `the entry "${name}" is reserved for training; rename the entry that an operator writes`,
  });

export const coordinateInstanceUnknown = (instanceNumber: number, row: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_INSTANCE_UNKNOWN',
    reason: `${row}: the coordinate refers to instance ${instanceNumber}, which the series does not have; correct it, or list it in labels.drop`,
    where,
  });

const MAX_SHOWN = 20;

/** @param wrong  two or more, each with its study */
export const coordinatesUnfit = (wrong: readonly SpineError[]): SpineError => {
  const more = wrong.length > MAX_SHOWN ? [`and ${wrong.length - MAX_SHOWN} more`] : [];
  const lines = [...wrong.slice(0, MAX_SHOWN).map(({ message }) => message), ...more];
  return new SpineError({
    code: 'LABEL_COORDINATES_UNFIT',
    reason: `coordinates of ${wrong.length} studies do not match their images\n${lines.map((line) => `  ${line}`).join('\n')}`,
  });
};

export const coordinateSeriesUnknown = (row: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_SERIES_UNKNOWN',
    reason: `${row}: the coordinate refers to a series that the study does not have or that is not of a graded kind; correct it, or list it in labels.drop`,
    where,
  });

export const coordinateTwice = (row: string, where: Where, firstLine: number): SpineError =>
  new SpineError({
    code: 'LABEL_COORDINATE_TWICE',
    reason: `${row}: duplicate coordinate, first in line ${firstLine}; remove one`,
    where,
  });

/** @param nearest  a location with a similar name, if any */
export const labelColumnUnknown = (column: string, where: Where, nearest: string | undefined): SpineError =>
  new SpineError({
    code: 'LABEL_COLUMN_UNKNOWN',
    reason: `unknown column "${column}"; ${nearest === undefined ? 'expected a location, e.g. spinal_canal_stenosis_l1_l2' : `did you mean "${nearest}"?`}`,
    where,
  });

export const labelColumnTwice = (location: string, columns: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_COLUMN_TWICE',
    reason: `the columns ${columns.map((column) => `"${column}"`).join(' and ')} both mean ${location}; remove one`,
    where,
  });

export const labelFileMissing = (file: string, what: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'LABEL_FILE_MISSING',
    reason: `cannot read ${what}; check the path`,
    where: { file },
    cause,
  });

export const labelStudyTwice = (studyId: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_STUDY_TWICE',
    reason: 'duplicate row for this study; remove one',
    where: { ...where, studyId },
  });

export const labelStudiesUnknown = (studyIds: readonly string[], what: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_STUDIES_UNKNOWN',
    reason: `${studyIds.length} studies ${what} (${firstOf(studyIds)}); remove their rows, list them in labels.exclude, or add the missing data`,
    where,
  });

export const labelsEmpty = (where: Where): SpineError =>
  new SpineError({
    code: 'LABELS_EMPTY',
    reason: 'no labelled study in this file; check the file, and labels.exclude',
    where,
  });

export const logitsRowTwice = (rowId: string, network: string, where: Where): SpineError =>
  new SpineError({
    code: 'LOGITS_ROW_TWICE',
    reason: `duplicate row of "${rowId}" and network "${network}"; remove one`,
    where,
  });

export const networkLogitsMissing = (network: string, location: string, where: Where): SpineError =>
  new SpineError({
    code: 'NETWORK_LOGITS_MISSING',
    reason: `the run has no logits of "${network}" at ${location}; list "${network}" in its output "logits", or exclude the study (labels.exclude)`,
    where,
  });

export const sampleEntryMissing = (entry: string, place: string, studyId: string): SpineError =>
  new SpineError({
    code: 'SAMPLE_ENTRY_MISSING',
    reason: `"${entry}" has nothing for ${place || 'the study'}, which the model needs; let the steps compute it for every site`,
    where: { studyId },
  });

export const sampleShapeUnfit = (
  input: string,
  found: readonly number[],
  expected: readonly (number | string)[],
  where: Where,
): SpineError =>
  new SpineError({
    code: 'SAMPLE_SHAPE_UNFIT',
    reason: `the model expects "${input}" of shape [${expected.join(', ')}], but the steps give [${found.join(', ')}]; make slices and resolutionPx of the steps match the architecture`,
    where,
  });

export const previewOfLogits = (experiment: string): SpineError =>
  new SpineError({
    code: 'PREVIEW_OF_LOGITS',
    reason: `${experiment} is a level-2 network, which sees logits and no images; preview the experiments of its networks`,
  });

export const samplesNone = (part: string, studies: number): SpineError =>
  new SpineError({
    code: 'SAMPLES_NONE',
    reason: `no sample with a label in the ${studies} studies of the ${part} part; check the labels and the folds`,
  });

export const mirrorOfSampleUnknown = ({ studyId }: { readonly studyId: string }): SpineError =>
  new SpineError({
    code: 'MIRROR_UNKNOWN',
    reason:
      'the regions or stacks do not say what the mirror reverses; set "inMirror" in the operator that made them, or remove "augmentation.mirror"',
    where: { studyId },
  });
