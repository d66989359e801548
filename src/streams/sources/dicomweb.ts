import { z } from 'zod';
import { defineSource, type OpenSource, type SourceEnv } from '../../core/define-source.ts';
import type { StudyItem } from '../../core/study-item.ts';
import {
  type DicomWebClient,
  openDicomWeb,
  requireUid,
  type StudyFilters,
  searchStudies,
} from '../../dicomweb/index.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import { noStudiesOnServer } from './errors.ts';
import { byNumber } from './list-studies.ts';
import { servedInput, servedItems } from './served-study.ts';

const MEGABYTE = 1e6;

const options = z.strictObject({
  url: z
    .string()
    .min(1)
    .describe('root of the DICOMweb services, e.g. https://pacs.example/dicom-web; never with credentials'),
  studies: z.array(z.string()).min(1).optional().describe('only these, by StudyInstanceUID'),
  from: z.string().optional().describe('first StudyDate, YYYY-MM-DD'),
  to: z.string().optional().describe('last StudyDate, YYYY-MM-DD'),
  modality: z.string().default('MR').describe('a modality that the study has series of'),
  description: z.string().optional().describe('StudyDescription; * stands for any text'),
  concurrency: z.int().min(1).max(64).default(6).describe('requests under way at a time'),
  cacheMegabytes: z.number().min(0).default(256).describe('instances kept in memory in case they are needed again'),
  timeoutS: z.number().positive().default(60).describe('seconds to wait for an answer to begin'),
  attempts: z.int().min(1).max(20).default(5).describe('how often a request is made when the server is busy or away'),
  credentials: z
    .string()
    .optional()
    .describe(
      'file of one line, "Bearer <token>" or "Basic <user>:<password>"; without it SPINESTREAM_DICOMWEB_TOKEN or _USER and _PASSWORD',
    ),
  ca: z.string().optional().describe('PEM file of certificate authorities to trust besides the usual ones'),
});

export type DicomWebSourceOptions = z.output<typeof options>;

/** UIDs of the studies that are asked for, all of them before the first is graded: pages of a server shift when studies arrive. */
const wanted = async (
  client: DicomWebClient,
  given: DicomWebSourceOptions,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const { studies, ...filters } = given;
  if (studies !== undefined) return [...new Set(studies.map((uid) => requireUid(uid, 'StudyInstanceUID')))];
  const found: string[] = [];
  for await (const uid of searchStudies(client.http, { filters: filtersIn(filters), signal })) found.push(uid);
  return found.sort(byNumber);
};

const filtersIn = ({ from, to, modality, description }: StudyFilters): StudyFilters => ({
  from,
  to,
  modality,
  description,
});

/** Studies as a server gives them; what is wrong with one is an error of that study. */
async function* served(client: DicomWebClient, uids: readonly string[], stop: AbortSignal): AsyncGenerator<StudyItem> {
  for (const uid of uids) {
    if (stop.aborted) return;
    try {
      yield* await servedItems(client, uid);
    } catch (error) {
      yield { study: { id: uid }, error: asSpineError(error, { studyId: uid }) };
    }
  }
}

/**
 * Opens a source of studies on a DICOMweb server.
 * @throws DICOMWEB_*, where the server cannot be asked which studies there are, or there are none
 */
export const openDicomWebSource = async (given: DicomWebSourceOptions, { stop }: SourceEnv): Promise<OpenSource> => {
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
    return {
      studies: served(client, uids, stop),
      count: uids.length,
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
  options,
  open: openDicomWebSource,
});
