import { SpineError, type Where } from '../../domain/spine-error.ts';

const some = (names: readonly string[]): string =>
  `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;

export const batchMemoryExhausted = (bytes: number, cause: unknown): SpineError =>
  new SpineError({
    code: 'BATCH_MEMORY_EXHAUSTED',
    reason: `there is no memory for a batch of ${Math.ceil(bytes / 2 ** 20)} MB; lower training.batch, loading.readAhead, loading.shuffleMb or the resolution`,
    cause,
  });

export const coordinateOutside = (
  row: { readonly condition: string; readonly level: string; readonly x: number; readonly y: number },
  image: { readonly columns: number; readonly rows: number },
  where: Where,
): SpineError =>
  new SpineError({
    code: 'LABEL_COORDINATE_OUTSIDE',
    reason: `${row.condition} ${row.level}: the coordinate (${row.x}, ${row.y}) lies outside the image of ${image.columns} x ${image.rows} pixels; correct it, or list it in the file of labels.drop`,
    where,
  });

export const givenEntryForeign = (name: string): SpineError =>
  new SpineError({
    code: 'GIVEN_ENTRY_FOREIGN',
    reason: `"${name}" is not what a training flow begins with; let no operator write an entry of that name`,
  });

export const coordinateInstanceUnknown = (instanceNumber: number, row: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_INSTANCE_UNKNOWN',
    reason: `${row}: the coordinate names instance ${instanceNumber}, for which the series has no file; correct it, or list it in the file of labels.drop`,
    where,
  });

const MOST_TOLD = 20;

/** @param wrong  at least two, each with its study */
export const coordinatesUnfit = (wrong: readonly SpineError[]): SpineError => {
  const more = wrong.length > MOST_TOLD ? [`and ${wrong.length - MOST_TOLD} more`] : [];
  const lines = [...wrong.slice(0, MOST_TOLD).map(({ message }) => message), ...more];
  return new SpineError({
    code: 'LABEL_COORDINATES_UNFIT',
    reason: `coordinates of ${wrong.length} studies do not fit their pictures\n${lines.map((line) => `  ${line}`).join('\n')}`,
  });
};

export const coordinateSeriesUnknown = (row: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_SERIES_UNKNOWN',
    reason: `${row}: the coordinate names a series that the study does not have, or of a kind that is not graded; correct it, or list it in the file of labels.drop`,
    where,
  });

export const coordinateTwice = (row: string, where: Where, firstLine: number): SpineError =>
  new SpineError({
    code: 'LABEL_COORDINATE_TWICE',
    reason: `${row}: this coordinate stands in line ${firstLine} already; remove one of the two`,
    where,
  });

/** @param nearest  a location that is called much the same, if there is one */
export const labelColumnUnknown = (column: string, where: Where, nearest: string | undefined): SpineError =>
  new SpineError({
    code: 'LABEL_COLUMN_UNKNOWN',
    reason: `the column "${column}" is no location; ${nearest === undefined ? 'expected a condition at a level, such as spinal_canal_stenosis_l1_l2' : `did you mean "${nearest}"?`}`,
    where,
  });

export const labelColumnTwice = (location: string, columns: readonly string[], where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_COLUMN_TWICE',
    reason: `the columns ${columns.map((column) => `"${column}"`).join(' and ')} both mean ${location}; remove one of the two`,
    where,
  });

export const labelFileMissing = (file: string, what: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'LABEL_FILE_MISSING',
    reason: `${what} cannot be read; check the path`,
    where: { file },
    cause,
  });

export const labelStudyTwice = (studyId: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_STUDY_TWICE',
    reason: 'the labels have a second row for this study; remove one of the two',
    where: { ...where, studyId },
  });

export const labelStudiesUnknown = (studyIds: readonly string[], what: string, where: Where): SpineError =>
  new SpineError({
    code: 'LABEL_STUDIES_UNKNOWN',
    reason: `${studyIds.length} studies ${what} (${some(studyIds)}); remove their rows, list them in labels.exclude, or bring what is missing`,
    where,
  });

export const labelsEmpty = (where: Where): SpineError =>
  new SpineError({
    code: 'LABELS_EMPTY',
    reason: 'no study is labelled here; check that this is the right file, and labels.exclude',
    where,
  });

export const sampleEntryMissing = (entry: string, place: string, studyId: string): SpineError =>
  new SpineError({
    code: 'SAMPLE_ENTRY_MISSING',
    reason: `"${entry}" has nothing for ${place || 'the study'}, which the model looks at; let the steps make it for every level and side`,
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
    reason: `the model takes "${input}" of shape [${expected.join(', ')}], but the steps make [${found.join(', ')}]; set slices and resolutionPx in the steps, or the architecture, so that they agree`,
    where,
  });

export const samplesNone = (part: string, studies: number): SpineError =>
  new SpineError({
    code: 'SAMPLES_NONE',
    reason: `the ${studies} studies of the ${part} part give no sample with a label; nothing can be learned from them or measured on them: check the labels and the folds`,
  });

export const mirrorOfSampleUnknown = ({ studyId }: { readonly studyId: string }): SpineError =>
  new SpineError({
    code: 'MIRROR_UNKNOWN',
    reason:
      'the regions or stacks do not say what the mirror reverses; set "inMirror" in the operator that made them, or remove "augmentation.mirror"',
    where: { studyId },
  });
