import { firstTextOf, indexOf, isMrImageClass } from '../../dicom/index.ts';
import type { Warning } from '../../domain/study.ts';
import type { DicomWebClient } from '../dicomweb-client.ts';
import { notFound } from '../errors.ts';
import { seriesOnServer } from '../query/series-on-server.ts';
import { keyOf } from './instance-key.ts';
import { readMetadata } from './read-metadata.ts';
import { type InstanceMetadata, studyMetadata } from './study-metadata.ts';

/** A series with fewer instances in its metadata than the server counts. */
export interface IncompleteSeries {
  readonly uid: string;
  readonly modality: string | undefined;
  readonly counted: number;
  readonly given: number;
}

export interface StudyQuestion {
  /** Skips objects whose class is not MR image, such as this product's own results in the archive, without noting them. */
  readonly onlyMrImages?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const SOP_CLASS = '00080016';

const isOther = ({ data }: InstanceMetadata): boolean => {
  const sopClass = firstTextOf(data, SOP_CLASS);
  return sopClass !== undefined && !isMrImageClass(sopClass);
};

const metadataIncomplete = (count: number, missing: readonly string[]): Warning => ({
  code: 'DICOMWEB_METADATA_INCOMPLETE',
  message: `the server's metadata lacks ${missing.join(', ')}; ${count === 1 ? '1 instance was' : `${count} instances were`} fetched to read it there`,
});

/**
 * Indexes a study by its metadata, as a folder of its files would be.
 * @throws DICOMWEB_NOT_FOUND, DICOMWEB_STUDY_INCOMPLETE, and the request's errors
 */
export const studyOnServer = async (
  { http, instances, metadataBytes }: DicomWebClient,
  studyUid: string,
  { onlyMrImages = false, signal }: StudyQuestion = {},
) => {
  // Counted first, so that an instance that arrives between the two answers does not make the study incomplete.
  const series = await seriesOnServer(http, studyUid, signal);
  const metadata = await studyMetadata(http, studyUid, { maxBytes: metadataBytes, signal });
  if (metadata.length === 0) throw notFound(404, { studyId: studyUid });
  const { files, fetched, missing } = await readMetadata(metadata, instances.read);
  const others = new Set(onlyMrImages ? metadata.filter(isOther).map(keyOf) : []);
  const unread = new Set(
    files.flatMap((one) => ('error' in one && one.error.code.startsWith('DICOMWEB_') ? [one.file.path] : [])),
  );
  const given = new Map<string, number>();
  for (const { file } of files) {
    const [uid = ''] = file.name.split('/');
    if (!unread.has(file.path)) given.set(uid, (given.get(uid) ?? 0) + 1);
  }
  return {
    index: indexOf(files.filter(({ file }) => !others.has(file.path))),
    incomplete: series.flatMap(({ uid, modality, instances: counted }): readonly IncompleteSeries[] =>
      counted === undefined || counted <= (given.get(uid) ?? 0)
        ? []
        : [{ uid, modality, counted, given: given.get(uid) ?? 0 }],
    ),
    warnings: fetched === 0 || missing.length === 0 ? [] : [metadataIncomplete(fetched, missing)],
  };
};
