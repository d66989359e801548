import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { type RecordingPacs, sha256 } from './recording-pacs.ts';

type Row = Readonly<Record<string, string>>;

/**
 * A server holds exactly the reports and key images that the tables of a run name, each as it lies on the disk and as it came every time, and
 * each result has one report.
 * @param results as the run calls them
 */
export const expectAllSent = async (
  { held, changed }: Pick<RecordingPacs, 'held' | 'changed'>,
  out: string,
  results: readonly string[],
): Promise<void> => {
  const rowsOf = async (name: string): Promise<readonly Row[]> =>
    parse(await readFile(join(out, name), 'utf8'), { columns: true });
  const [reports, captures] = [await rowsOf('dicom-sr.csv'), await rowsOf('dicom-sc.csv')];
  expect(reports.map(({ study_id = '' }) => study_id).sort()).to.deep.equal([...results].sort());
  for (const result of results)
    expect(
      captures.map(({ study_id }) => study_id),
      'key images',
    ).to.include(result);
  const made = new Map(
    await Promise.all(
      [...reports, ...captures].map(
        async ({ file = '' }) => [file.replace(/^.*\/|\.dcm$/g, ''), sha256(await readFile(join(out, file)))] as const,
      ),
    ),
  );
  expect(new Map([...held].sort())).to.deep.equal(new Map([...made].sort()));
  expect(changed, 'came again with other bytes').to.deep.equal([]);
  const sent = await rowsOf('stow.csv');
  expect(sent.map(({ sop_instance_uid = '' }) => sop_instance_uid).sort()).to.deep.equal([...made.keys()].sort());
  expect(new Set(sent.map(({ outcome }) => outcome))).to.deep.equal(new Set(['stored']));
};
