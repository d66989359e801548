import { allIds, idFile } from '../../streams/sources/study-sources.ts';

/** The ids of a file, or of standard input for `-`, one per line. @throws IDS_UNREADABLE */
export const listedIds = (file: string): Promise<readonly string[]> =>
  file === '-' ? allIds(process.stdin) : idFile(file);
