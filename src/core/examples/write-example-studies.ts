import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleFileNames, exampleSliceBytes } from './example-files.ts';
import { EXAMPLE_KINDS } from './example-state.ts';

const STUDY_IDS = ['1', '2', '3'];

/**
 * Writes three example studies in the layout of the challenge: `<folder>/train_images/<study>/<series>/<n>.dcm`, and
 * the table that describes their series. Use it in the example of a source that reads files.
 *
 * @example
 * import { openFolder } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * (await openFolder({ path: 'studies' }, {})).count; // 3
 */
export const writeExampleStudies = async (folder: string): Promise<void> => {
  const rows: string[] = ['study_id,series_id,series_description'];
  for (const studyId of STUDY_IDS)
    for (const [seriesId, kind] of Object.entries(EXAMPLE_KINDS)) {
      rows.push(`${studyId},${seriesId},${kind}`);
      const series = join(folder, 'train_images', studyId, seriesId);
      await mkdir(series, { recursive: true });
      for (const [index, name] of exampleFileNames().entries())
        await writeFile(join(series, name), exampleSliceBytes(seriesId, index + 1, studyId));
    }
  await writeFile(join(folder, 'train_series_descriptions.csv'), `${rows.join('\n')}\n`);
};
