import { z } from 'zod';
import { defineSource, type OpenSource, type SourceEnv } from '../../core/define-source.ts';
import {
  type DicomWebClient,
  openDicomWeb,
  requireUid,
  type StudyFilters,
  searchStudies,
} from '../../dicomweb/index.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import { serverOptions } from '../server-options.ts';
import { noStudiesOnServer } from './errors.ts';
import type { Studies } from './open-studies.ts';
import { servedInput, servedItems } from './served-study.ts';
import { allStudies } from './study-sources.ts';
import { withinTime } from './within-time.ts';

/** Options of the source in a pipeline file. */
export const dicomwebOptions = z.strictObject({
  url: z
    .string()
    .min(1)
    .describe('root of the DICOMweb services, e.g. https://pacs.example/dicom-web; never with credentials'),
  studies: z.array(z.string()).min(1).optional().describe('only these, by StudyInstanceUID'),
  from: z.string().optional().describe('first StudyDate, YYYY-MM-DD'),
  to: z.string().optional().describe('last StudyDate, YYYY-MM-DD'),
  modality: z.string().default('MR').describe('a modality that the study has series of'),
  description: z.string().optional().describe('StudyDescription; * matches any text, ? a single character'),
  concurrency: z.int().min(1).max(64).default(6).describe('requests under way at a time'),
  cacheMegabytes: z.number().min(0).default(256).describe('instances kept in memory in case they are needed again'),
  attempts: z.int().min(1).max(20).default(5).describe('how often a request is made when the server is busy or away'),
  ...serverOptions,
});

type Options = z.output<typeof dicomwebOptions>;

const MEGABYTE = 1e6;

/**
 * UIDs of the requested studies, all fetched before the first is graded: a server's pages shift when studies arrive.
 */
const wanted = async (client: DicomWebClient, given: Options, signal: AbortSignal): Promise<readonly string[]> => {
  const { studies, ...filters } = given;
  if (studies !== undefined) return [...new Set(studies.map((uid) => requireUid(uid, 'StudyInstanceUID')))];
  const found: string[] = [];
  for await (const uid of searchStudies(client.http, { filters: filtersIn(filters), signal })) found.push(uid);
  return found.sort(compareIds);
};

const filtersIn = ({ from, to, modality, description }: StudyFilters): StudyFilters => ({
  from,
  to,
  modality,
  description,
});

/** A study of a server by id; problems become errors of that study. */
const itemsOn =
  (client: DicomWebClient): Studies['itemsOf'] =>
  (uid) =>
    servedItems(client, uid).catch((error: unknown) => [
      { study: { id: uid }, error: asSpineError(error, { studyId: uid }) },
    ]);

/**
 * Opens a source of studies on a DICOMweb server.
 * @throws DICOMWEB_*, if the server cannot list its studies, or there are none
 */
const open = async (given: Options, { stop, wants, readTimeoutMs }: SourceEnv): Promise<OpenSource> => {
  const client = await openDicomWeb({
    url: given.url,
    concurrency: given.concurrency,
    caFile: given.ca,
    credentialsFile: given.credentials,
    cacheBytes: given.cacheMegabytes * MEGABYTE,
    timeouts: { headersMs: 1000 * given.timeoutS },
    retry: { attempts: given.attempts },
  });
  try {
    const uids = await wanted(client, given, stop);
    if (uids.length === 0) throw noStudiesOnServer(client.http.root);
    const own = wants === undefined ? uids : uids.filter(wants);
    const server = withinTime({ studyIds: own, itemsOf: itemsOn(client) }, readTimeoutMs);
    return {
      studies: allStudies(server),
      count: own.length,
      location: client.http.root,
      files: { readBytes: client.instances.read, listFiles: async () => [] },
      inputOf: servedInput,
      origin: { server: client.http.root, studies: given.studies ?? filtersIn(given) },
      notes: client.warnings,
      close: client.close,
    };
  } catch (error) {
    await client.close();
    throw error;
  }
};

/** Studies on a DICOMweb server. */
export const dicomweb = defineSource({
  name: 'dicomweb',
  summary: 'Studies on a DICOMweb server: found by QIDO-RS, their pixels fetched by WADO-RS when they are needed.',
  description:
    'Series are chosen and slices ordered by the metadata that the server gives; of the instances only those that are needed are fetched. ' +
    'A study that the server does not give whole fails and can be retried; it is never graded from a part. Study ids are StudyInstanceUIDs.',
  options: dicomwebOptions,
  example: { options: { url: 'https://pacs.example/dicom-web', from: '2026-01-01' } },
  open,
});
