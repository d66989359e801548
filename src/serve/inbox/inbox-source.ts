import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { BoundSource, StudyInput } from '../../core/define-source.ts';
import type { StudyItem } from '../../core/study-item.ts';
import type { StudyRecord } from '../../core/study-record.ts';
import { indexStudy, type ReadBytes, rankSeries, readBytes, seriesOf } from '../../dicom/index.ts';
import { type DicomWebClient, instancePrefixOf, openDicomWeb } from '../../dicomweb/index.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import type { StudyRef } from '../../domain/study.ts';
import { listFiles } from '../../files/list-files.ts';
import { servedInput, servedItems } from '../../streams/sources/served-study.ts';
import { studyItems } from '../../streams/sources/study-items.ts';
import { NO_TREE } from '../../streams/sources/study-tree.ts';
import { serverNotNamed } from '../errors.ts';
import type { Inbox } from './inbox.ts';
import type { ReadyStudy } from './revision.ts';

/** The studies that a server has under the UID of a reference, named after their revision. */
const servedItemsOf = async (
  { id, studyUid, server }: ReadyStudy,
  client: DicomWebClient | undefined,
): Promise<readonly StudyItem[]> => {
  try {
    if (client === undefined || client.http.root !== server) throw serverNotNamed();
    const items = await servedItems(client, studyUid, { onlyMrImages: true }); // as for received instances
    return items.map((item): StudyItem => {
      const itsId = item.study.id.replace(studyUid, id);
      return item.error === undefined
        ? { ...item, study: { ...item.study, id: itsId } }
        : { ...item, study: { id: itsId } };
    });
  } catch (error) {
    return [{ study: { id }, error: asSpineError(error, { studyId: id }) }];
  }
};

/** The studies of a revision's instances, as `studyItems` returns those of a folder. */
const itemsOf = async ({ id, folder, revision }: ReadyStudy): Promise<readonly StudyItem[]> => {
  const files = revision.files.map(([name]) => ({ name, path: join(folder, name) }));
  try {
    const index = await indexStudy(files, readBytes);
    const studies = index.studies.map((indexed) => {
      const series = seriesOf(indexed.slices);
      return { indexed, series, ranked: rankSeries(series) };
    });
    const image = studies[0]?.indexed.slices[0]?.file;
    return studyItems(id, folder, { tree: NO_TREE, index, studies }).map((item) =>
      item.error === undefined ? item : { ...item, study: { ...item.study, image } },
    );
  } catch (error) {
    return [{ study: { id }, error: asSpineError(error, { studyId: id }) }];
  }
};

/** The same items; the revision ends when all of them have. */
const endingTogether = (
  items: readonly StudyItem[],
  ended: (records: readonly StudyRecord[] | undefined) => Promise<void>,
): readonly StudyItem[] => {
  const records: StudyRecord[] = [];
  let left = items.length;
  const doneWith =
    (item: StudyItem): NonNullable<StudyItem['done']> =>
    async (end, record) => {
      await item.done?.(end, record);
      left--;
      if (end === 'recorded' && record !== undefined) records.push(record);
      if (left > 0) return;
      await ended(records.length === items.length ? records : undefined);
    };
  return items.map((item) => ({ ...item, done: doneWith(item) }));
};

const DIGEST_BYTES = 8;

/** Instances in the inbox never change, so names and sizes identify a revision. */
const inputOf = ({ revision }: ReadyStudy, { series = [] }: Partial<StudyRef>, folder: string): StudyInput => {
  const sizes = new Map(revision.files.map(([name, size]) => [join(folder, name), size]));
  const used = new Set(series.flatMap(({ slices = [] }) => slices.map(({ file }) => file.path)));
  const digest = createHash('sha256').update(JSON.stringify(revision.files)).digest();
  return {
    bytes: [...used].reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0),
    digest: digest.toString('hex', 0, DIGEST_BYTES),
  };
};

/** Instances on the server, or files in the inbox. */
const readEither =
  (client: DicomWebClient): ReadBytes =>
  (path, maxBytes, from) =>
    (path.startsWith(instancePrefixOf('').replace(/\/$/, '')) ? client.instances.read : readBytes)(
      path,
      maxBytes,
      from,
    );

/** Yields each study of an inbox once it has been quiet for long enough, until the run is stopped. */
export const inboxSource = (inbox: Inbox, location: string, server: string | undefined): BoundSource => ({
  name: 'inbox',
  open: async ({ stop }) => {
    const client = server === undefined ? undefined : await openDicomWeb({ url: server });
    const begun = new Map<string, ReadyStudy>();
    const taken = new Set<ReadyStudy>();
    const found = (ready: ReadyStudy) => (ready.server === undefined ? itemsOf(ready) : servedItemsOf(ready, client));
    const ended = (ready: ReadyStudy) => async (records: readonly StudyRecord[] | undefined) => {
      taken.delete(ready);
      if (records === undefined) inbox.returned(ready);
      else await inbox.ended(ready, records);
    };
    const studies = async function* (): AsyncGenerator<StudyItem> {
      for (let ready = await inbox.next(stop); ready !== undefined; ready = await inbox.next(stop)) {
        taken.add(ready);
        for (const item of endingTogether(await found(ready), ended(ready))) {
          const { id } = item.study;
          begun.set(id, ready);
          const done: StudyItem['done'] = async (end, record) => {
            begun.delete(id);
            await item.done?.(end, record);
          };
          yield { ...item, done };
        }
      }
    };
    return {
      studies: studies(),
      count: undefined,
      location,
      files: { readBytes: client === undefined ? readBytes : readEither(client), listFiles },
      inputOf: async (study) => {
        const ready = begun.get(study.id ?? '');
        if (ready?.server !== undefined) return servedInput(study);
        return ready === undefined ? { bytes: 0, digest: '' } : inputOf(ready, study, ready.folder);
      },
      origin: {},
      close: async () => {
        for (const ready of taken) inbox.returned(ready); // the run ended before they did
        await client?.close();
      },
    };
  },
});
