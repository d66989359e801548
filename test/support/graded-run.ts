import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gradedTables } from './graded-table.ts';

/** Writes a made run of so many studies with every table that an evaluation may read; other.csv, reader.csv and groups.csv lie beside it. */
export const writeGradedRun = async (folder: string, studies: number): Promise<void> => {
  for (const [name, text] of Object.entries(gradedTables(studies))) await writeFile(join(folder, `${name}.csv`), text);
  const pipeline = { name: 'made', definition: { models: [] } };
  const run = { pipeline, options: { studies: folder }, source: {}, models: [], counts: { failed: 0 } };
  await writeFile(join(folder, 'run.json'), JSON.stringify(run));
};
