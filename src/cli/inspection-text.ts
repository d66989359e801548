import type { InspectedSeries, StudyInspection } from '../pipelines/inspect-study.ts';

const number = (value: number | undefined, digits = 2): string =>
  value === undefined ? 'unknown' : value.toFixed(digits);

const seriesText = ({
  id,
  kind,
  kindBy,
  files,
  firstFile,
  lastFile,
  reversed,
  spacingBetweenSlicesMm,
  header,
  uses,
}: InspectedSeries): string => {
  const { rows, columns, pixelSpacingMm, transferSyntaxUid } = header;
  return [
    `  series ${id}  ${kind} (${kindBy})`,
    `    ${files} slices, ${firstFile} to ${lastFile}${reversed ? ' (numbered the other way round)' : ''}, ${number(spacingBetweenSlicesMm)} mm apart`,
    `    ${rows} rows x ${columns} columns, pixels ${number(pixelSpacingMm?.xSpacingMm, 3)} x ${number(pixelSpacingMm?.ySpacingMm, 3)} mm, transfer syntax ${transferSyntaxUid}`,
    `    ${uses.length === 0 ? 'not used' : uses.join('; ')}`,
  ].join('\n');
};

/** What is in a study, for a person. */
export const inspectionText = ({ studyId, descriptions, series, missing, warnings }: StudyInspection): string =>
  `${[
    `study ${studyId}, ${descriptions === undefined ? 'not described: headers tell the kinds of its series' : `described in ${descriptions}`}`,
    ...series.map(seriesText),
    ...warnings.map(
      ({ code, seriesId, message }) => `  ${seriesId === undefined ? '' : `series ${seriesId}  `}${message} [${code}]`,
    ),
    ...missing.map((kind) => `  no ${kind}, and nothing stands in for it`),
  ].join('\n')}\n`;
