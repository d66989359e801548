import type { OpenSource, SourceEnv } from '../../core/define-source.ts';
import type { StudyItem } from '../../core/study-item.ts';
import {
  type DicomWebClient,
  openDicomWeb,
  requireUid,
  type StudyFilters,
  searchStudies,
} from '../../dicomweb/index.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import type { DicomWebSourceOptions } from './dicomweb-options.ts';
import { noStudiesOnServer } from './errors.ts';
import { servedInput, servedItems } from './served-study.ts';
import { withinTime } from './within-time.ts';

const MEGABYTE = 1e6;

/**
 * UIDs of the requested studies, all fetched before the first is graded: a server's pages shift when studies arrive.
 */
const wanted = async (
  client: DicomWebClient,
  given: DicomWebSourceOptions,
  signal: AbortSignal,
): Promise<readonly string[]> => {
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
  (client: DicomWebClient) =>
  async (uid: string): Promise<readonly StudyItem[]> => {
    try {
      return await servedItems(client, uid);
    } catch (error) {
      return [{ study: { id: uid }, error: asSpineError(error, { studyId: uid }) }];
    }
  };

async function* served(
  uids: readonly string[],
  { itemsOf, stop }: { readonly itemsOf: ReturnType<typeof itemsOn>; readonly stop: AbortSignal },
): AsyncGenerator<StudyItem> {
  for (const uid of uids) {
    if (stop.aborted) return;
    yield* await itemsOf(uid);
  }
}

/**
 * Opens a source of studies on a DICOMweb server.
 * @throws DICOMWEB_*, if the server cannot list its studies, or there are none
 */
export const openDicomWebSource = async (
  given: DicomWebSourceOptions,
  { stop, wants, readTimeoutMs }: SourceEnv,
): Promise<OpenSource> => {
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
    const { itemsOf } = withinTime({ itemsOf: itemsOn(client) }, readTimeoutMs);
    return {
      studies: served(own, { itemsOf, stop }),
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
