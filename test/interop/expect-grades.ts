import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { LOCATIONS } from '../../src/domain/vocabulary.ts';
import type { ImageFile } from './headers-by-instance.ts';
import type { ReportAnswer } from './report-answer.ts';

type Row = Readonly<Record<string, string>>;
const rowsOf = async (file: string): Promise<readonly Row[]> => parse(await readFile(file, 'utf8'), { columns: true });

/** What the tables of a run have of a study. */
export interface WrittenGrades {
  /** By location. */
  readonly probabilities: ReadonlyMap<string, readonly number[]>;
  /** Rows of coordinates.csv that have a point. */
  readonly points: readonly Row[];
}

/** What submission.csv and coordinates.csv in a folder have of a study. */
export const writtenGrades = async (out: string, study: string): Promise<WrittenGrades> => {
  const rows = await rowsOf(join(out, 'submission.csv'));
  const coordinates = await rowsOf(join(out, 'coordinates.csv'));
  const own = rows.filter(({ row_id = '' }) => LOCATIONS.some((location) => row_id === `${study}_${location}`));
  return {
    probabilities: new Map(
      own.map(({ row_id = '', normal_mild, moderate, severe }) => [
        row_id.slice(study.length + 1),
        [normal_mild, moderate, severe].map(Number),
      ]),
    ),
    points: coordinates.filter(({ study_id, x_norm }) => study_id === study && x_norm !== ''),
  };
};

/** A report has the 25 probabilities that were written, to the bit. */
export const expectProbabilities = ({ groups }: ReportAnswer, { probabilities }: WrittenGrades): void => {
  expect([...probabilities.keys()]).to.have.members([...LOCATIONS]);
  expect(groups.map(({ location }) => location)).to.have.members([...LOCATIONS]);
  for (const { location, probabilities: read } of groups)
    expect(read, location).to.deep.equal(probabilities.get(location));
};

/** A report has the points that were written, half a pixel on, on the same images and on no others. */
export const expectPoints = (
  { groups }: ReportAnswer,
  { points }: WrittenGrades,
  images: ReadonlyMap<string | undefined, ImageFile>,
): void => {
  expect(points.length).to.be.greaterThan(15);
  expect(groups.filter(({ region }) => region !== null)).to.have.length(points.length);
  const byLocation = new Map(groups.map((group) => [group.location, group]));
  for (const { row_id = '', x_norm, y_norm, series_id = '', instance_number = '' } of points) {
    const region = byLocation.get(row_id)?.region;
    const image = images.get(region?.instance);
    if (image === undefined) throw new Error(`the point of ${row_id} is on no image of the study`);
    const { file, header } = image;
    expect([header.seriesUid, file.split('/').at(-2)], row_id).to.include(series_id);
    if (instance_number !== '') expect(header.instanceNumber, row_id).to.equal(Number(instance_number));
    const expected = [Number(x_norm) * header.columns! + 0.5, Number(y_norm) * header.rows! + 0.5];
    expect(region?.point, row_id).to.deep.equal(expected.map(Math.fround));
  }
};
