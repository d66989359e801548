import { readdir } from 'node:fs/promises';
import { extname, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { defineSource, type OpenSource, type SourceEnv } from '../../core/define-source.ts';
import { writeExampleStudies } from '../../core/examples/index.ts';
import { readBytes } from '../../dicom/index.ts';
import { listFiles } from '../../files/list-files.ts';
import { outputInsideStudy, outputIsStudies, shardAmongStudies, sourceEmpty } from './errors.ts';
import { openStudies, type Studies } from './open-studies.ts';
import { studyFilesOf } from './study-files.ts';
import { allStudies, idFile, listedStudies } from './study-sources.ts';
import { withinTime } from './within-time.ts';

/** Options of `openFolder`. */
export interface FolderOptions {
  /** A folder in the challenge's layout, or any folder of study folders. */
  readonly path: string;
  /** Default: the file in or next to the folder; without one, headers determine the kinds of series. */
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Only these studies, in this order; a stream of ids may be endless. */
  readonly ids?: readonly string[] | AsyncIterable<string> | undefined;
}

/** Common to all sources that read studies from local folders. */
export const fromFolders = ({ images, descriptions, notes }: Pick<Studies, 'images' | 'descriptions' | 'notes'>) => ({
  location: images,
  files: { readBytes, listFiles },
  inputOf: studyFilesOf,
  descriptions,
  notes: notes ?? [],
});

/**
 * @throws OUTPUT_INSIDE_STUDY if results would become part of a study, OUTPUT_IS_STUDIES if they would make the folder
 * of studies one of results, SHARD_AMONG_STUDIES if other shards would mistake one's results for a study
 */
export const checkOutput = ({ images, studyIds }: Studies, { out, wants }: Pick<SourceEnv, 'out' | 'wants'>): void => {
  if (out === undefined) return;
  const [id = '', ...below] = relative(resolve(images), resolve(out)).split(sep);
  if (id === '') throw outputIsStudies(out);
  if (wants !== undefined && id !== '..' && below.length === 0) throw shardAmongStudies(out);
  if (studyIds.includes(id)) throw outputInsideStudy(out, id);
};

const archivesIn = async (folder: string): Promise<number> =>
  (await readdir(folder)).filter((name) => extname(name).toLowerCase() === '.zip').length;

/**
 * Opens a folder of studies as a source. Reads nothing of a study before the run requests it.
 * @throws SOURCE_FOLDER_MISSING, SOURCE_EMPTY, STUDIES_ARE_RESULTS, OUTPUT_INSIDE_STUDY, OUTPUT_IS_STUDIES, CSV_*
 *
 * @example
 * import { openFolder } from 'spinestream';
 *
 * const { count, studies } = await openFolder({ path: 'data' }, {});
 * count; // 5
 * const errors: string[] = [];
 * for await (const { error } of studies) if (error) errors.push(error.code);
 * errors; // []
 */
export const openFolder = async (
  { path, descriptions, followLinks, ids }: FolderOptions,
  { out, wants, readTimeoutMs }: Pick<SourceEnv, 'out' | 'wants' | 'readTimeoutMs'>,
): Promise<OpenSource> => {
  const folder = withinTime(await openStudies({ root: path, descriptions, followLinks, out, wants }), readTimeoutMs);
  checkOutput(folder, { out, wants });
  const isList = (given: FolderOptions['ids']): given is readonly string[] => Array.isArray(given);
  const listed = isList(ids) ? [...new Set(ids)] : undefined;
  const whole = ids === undefined ? folder.allIds : listed;
  if (whole?.length === 0) throw sourceEmpty(folder.images, await archivesIn(folder.images));
  const own = ids === undefined ? folder.studyIds : wants === undefined ? listed : listed?.filter(wants);
  return {
    ...fromFolders(folder),
    studies: ids === undefined ? allStudies(folder) : listedStudies(folder, own ?? ids, wants),
    count: own?.length,
    absent: folder.absent,
    origin: { descriptions: folder.descriptions, studies: whole && [...whole].sort() },
  };
};

/** Studies in folders of this machine. */
export const folder = defineSource({
  name: 'folder',
  summary: 'Studies in a folder, in the layout of the challenge or as study folders.',
  options: z.strictObject({
    path: z.string().min(1).describe('the folder, e.g. "${studies}" for that of --studies'),
    descriptions: z
      .string()
      .optional()
      .describe(
        'CSV file of series descriptions, if not next to the studies; without one, series kinds come from DICOM headers',
      ),
    followLinks: z
      .boolean()
      .default(false)
      .describe('follow symbolic links from the studies folder to study folders elsewhere'),
    ids: z.string().optional().describe('file of the study ids to process, one per line'),
  }),
  example: { options: { path: '${folder}' }, fill: writeExampleStudies },
  open: async ({ ids, ...options }, env) =>
    openFolder({ ...options, ids: ids === undefined ? undefined : await idFile(ids) }, env),
});
