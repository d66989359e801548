import { idFile, idLines } from '../../streams/sources/study-sources.ts';

/** The ids of a file, or of standard input for `-`, one per line. @throws IDS_UNREADABLE */
export const listedIds = async (file: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const id of file === '-' ? idLines(process.stdin) : await idFile(file)) ids.push(id);
  return ids;
};
