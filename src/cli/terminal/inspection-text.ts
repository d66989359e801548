import { counted } from '../../domain/text/counted.ts';
import type { FolderInspection, InspectedSeries, StudyInspection } from '../../run/inspection/inspect-study.ts';
import type { Shared } from '../../run/inspection/slice-facts.ts';

const rounded = (value: number): string => `${Math.round(value * 1000) / 1000}`;
const mm = (value: number | undefined): string => (value === undefined ? 'unknown' : `${rounded(value)} mm`);

/** All values; with the number of images for each, if they differ. */
const shared = <T>(values: readonly Shared<T>[], text: (value: T) => string): string =>
  values.length === 0
    ? 'unknown'
    : values.map(({ value, images }) => `${text(value)}${values.length > 1 ? ` (${images})` : ''}`).join(', ');

const stackLines = ({ stack }: InspectedSeries): readonly string[] => {
  if (stack === undefined) return [];
  const { slices, firstInstance, lastInstance, spacingMm, attributeSpacingMm, sliceThicknessMm, blocks, gaps } = stack;
  const { stored, turned } = stack;
  const spacing = `${mm(spacingMm)} apart by position, SpacingBetweenSlices ${mm(attributeSpacingMm)}, ${mm(sliceThicknessMm)} thick`;
  return [
    `${counted(slices, 'slice')}, instances ${firstInstance} to ${lastInstance}: ${spacing}${blocks > 1 ? `, ${blocks} blocks` : ''}`,
    ...gaps.map((gap) => `gap of ${mm(gap.widthMm)} between instances ${gap.afterInstance} and ${gap.beforeInstance}`),
    ...(stored === undefined ? [] : [`stored with ${stored}${turned === undefined ? '' : `; ${turned}`}`]),
  ];
};

const pixelLines = (series: InspectedSeries): readonly string[] => {
  const rescale = series.rescale.filter(({ value: { slope, intercept } }) => slope !== 1 || intercept !== 0);
  const syntaxes = series.transferSyntaxes.map(
    ({ name, lossy, supported, images }) =>
      `${name}${lossy ? ', lossy' : ''}${supported ? '' : ', NOT READ'}${series.transferSyntaxes.length > 1 ? ` (${images})` : ''}`,
  );
  return [
    [
      shared(series.matrix, ({ rows, columns }) => `${rows} rows x ${columns} columns`),
      `pixels ${shared(series.pixelSpacingMm, ({ xSpacingMm, ySpacingMm }) => `${rounded(xSpacingMm)} x ${rounded(ySpacingMm)} mm`)}`,
      shared(
        series.bits,
        ({ stored, allocated, signed }) => `${stored} of ${allocated} bits${signed ? ', signed' : ''}`,
      ),
      shared(series.photometricInterpretation, (term) => term),
      ...(rescale.length === 0 ? [] : [`rescaled in ${counted(rescale.length, 'way')}`]),
    ].join(', '),
    syntaxes.join(', '),
  ];
};

const seriesText = (series: InspectedSeries): string => {
  const { id, kind, kindBy, uses, unused, images, files, copies, frameOfReference } = series;
  const kindText = kind === undefined ? '' : `  ${kind} (${kindBy})`;
  const lines = [
    ...(unused === undefined ? [uses.join('; ')] : [`not used: ${unused.reason} [${unused.code}]`]),
    `${counted(images, 'image')} in ${counted(files, 'file')}${copies > 0 ? `, and ${counted(copies, 'copy', 'copies')}` : ''}${frameOfReference === undefined ? '' : `, frame of reference ${frameOfReference}`}`,
    ...stackLines(series),
    ...(images === 0 ? [] : pixelLines(series)),
  ];
  return [`  series ${id}${kindText}`, ...lines.map((line) => `    ${line}`)].join('\n');
};

const rankingText = ({ ranking }: StudyInspection): readonly string[] =>
  Object.entries(ranking).flatMap(([kind, candidates]) =>
    candidates.length === 0
      ? []
      : [
          `  ranking of ${kind}`,
          ...candidates.flatMap(({ seriesId, score, used, reasons }, place) => [
            `    ${place + 1}. ${seriesId}  ${rounded(score)} points${used ? ', used' : ''}`,
            ...reasons.map(
              ({ code, points, text }) => `         ${points < 0 ? '' : '+'}${rounded(points)}  ${text} [${code}]`,
            ),
          ]),
        ],
  );

const placeOf = (seriesId: string | undefined): string => (seriesId === undefined ? '' : `series ${seriesId}: `);

const obstacleLines = ({ gradable, obstacles }: StudyInspection): readonly string[] =>
  gradable
    ? ['  can be graded as it is']
    : obstacles.map(
        ({ code, reason, seriesId, images }) =>
          `  CANNOT be graded as it is: ${placeOf(seriesId)}${images === undefined ? '' : `${counted(images, 'slice')}: `}${reason} [${code}]`,
      );

/** Without the obstacles already listed with the series that they exclude. */
const notSaidYet = ({ series, warnings }: StudyInspection) => {
  const said = new Set(series.map(({ id, unused }) => `${unused?.code} ${id}`));
  return warnings.filter(({ code, seriesId }) => !said.has(`${code} ${seriesId}`));
};

const studyText = (study: StudyInspection): string =>
  [
    `study ${study.studyId}`,
    ...obstacleLines(study),
    ...study.series.map(seriesText),
    ...rankingText(study),
    ...study.missing.map((kind) => `  no ${kind}, and nothing stands in for it`),
    ...notSaidYet(study).map(
      ({ code, seriesId, slice, message }) =>
        `  ${placeOf(seriesId)}${message}${slice === undefined ? '' : ` (the first is ${slice})`} [${code}]`,
    ),
  ].join('\n');

const filesText = ({ images, notImages, unreadable, irregular, links }: FolderInspection['files']): string =>
  [
    counted(images, 'image'),
    ...(notImages > 0 ? [`${counted(notImages, 'DICOM object')} without pixels`] : []),
    ...(unreadable > 0 ? [`${counted(unreadable, 'file')} that cannot be read`] : []),
    ...(irregular > 0 ? [counted(irregular, 'pipe or device', 'pipes or devices')] : []),
    ...(links > 0 ? [`${counted(links, 'link')} not followed`] : []),
  ].join(', ');

const instancesText = (instances: readonly number[]): string => {
  if (instances.length === 0) return 'not used';
  if (instances.length === 1) return `instance ${instances[0]}`;
  return `${instances.length} instances, ${Math.min(...instances)} to ${Math.max(...instances)}`;
};

const namesLines = ({ names }: FolderInspection): readonly string[] =>
  names === undefined
    ? []
    : [
        'names of files, which may be those of patients',
        ...names.unreadable.map(({ name, file, code }) => `  ${name}: ${file} [${code}]`),
        ...names.slices.map(
          ({ seriesId, instances, file, copies }) =>
            `  series ${seriesId}, ${instancesText(instances)}: ${file}${copies.map((copy) => `, copy ${copy}`).join('')}`,
        ),
      ];

/** Describes the contents of a study folder. */
export const inspectionText = (inspection: FolderInspection): string => {
  const { descriptions, rules, files, studies } = inspection;
  const kinds = descriptions === undefined ? 'headers tell the kinds of series' : `kinds of series by ${descriptions}`;
  const several = studies.length > 1 ? [`${studies.length} studies in one folder, the newest first`] : [];
  return `${[`${filesText(files)}; ${kinds}; rules ${rules}`, ...several, ...studies.map(studyText), ...namesLines(inspection)].join('\n')}\n`;
};
