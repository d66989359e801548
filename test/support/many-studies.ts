import { copyFile, link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const SERIES_COLUMNS = 'study_id,series_id,series_description';

/**
 * A challenge folder of `count` studies made of the studies of another one, in turn: of copies, since it may be on another disk, and of
 * hard links to these, which take next to no room. Ids are 1000000, 1000001, ...
 */
export const linkedStudies = async (from: string, into: string, count: number): Promise<void> => {
  const table = await readFile(join(from, 'train_series_descriptions.csv'), 'utf8');
  const rows = table
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  const originals = [...new Set(rows.map(([study]) => study!))];
  const lines = [SERIES_COLUMNS];
  const folderOf = (index: number) => join(into, 'train_images', String(1_000_000 + index));
  for (let i = 0; i < count; i++) {
    const turn = i % originals.length;
    const original = originals[turn]!;
    for (const [, series = '', kind = ''] of rows.filter(([study]) => study === original)) {
      if (i === turn) await put(copyFile, join(from, 'train_images', original, series), join(folderOf(i), series));
      else await put(link, join(folderOf(turn), series), join(folderOf(i), series));
      lines.push(`${basename(folderOf(i))},${series},${kind}`);
    }
  }
  await writeFile(join(into, 'train_series_descriptions.csv'), `${lines.join('\n')}\n`);
};

const put = async (way: typeof link, from: string, into: string): Promise<void> => {
  await mkdir(into, { recursive: true });
  for (const name of await readdir(from)) await way(join(from, name), join(into, name));
};
