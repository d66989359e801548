import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { JOURNAL } from '../../core/study-record.ts';
import type { OpenModel } from '../../models/model-store.ts';
import { parseQueueAddress } from '../../streams/queue/address.ts';
import { connectQueue } from '../../streams/queue/connect.ts';
import { type Published, publishStudies } from '../../streams/queue/publish.ts';
import { openQueueStream } from '../../streams/queue/queue-stream.ts';
import { sourceEmpty } from '../../streams/sources/errors.ts';
import { openStudies } from '../../streams/sources/open-studies.ts';
import { queueOrigin } from '../../streams/sources/queue.ts';
import { checkOperatorFiles } from '../check-operator-files.ts';
import { fingerprintOf, sourceWhole } from '../fingerprint.ts';
import { type GradeOptions, gradingPipeline, startedRuntime } from '../grade-studies.ts';
import { journalIndex } from '../journal/journal-index.ts';
import { readJournal } from '../journal/read-journal.ts';
import { partMissing } from '../merge/errors.ts';
import { expandedParts, openPlace } from '../merge/part-place.ts';
import { openStoredModel } from '../open-stored-model.ts';
import { completeSettings } from '../settings.ts';

export interface EnqueueOptions
  extends Pick<
    GradeOptions,
    | 'pipeline'
    | 'models'
    | 'descriptions'
    | 'followLinks'
    | 'backend'
    | 'variables'
    | 'arranged'
    | 'startRuntime'
    | 'queueCredentials'
  > {
  readonly studies: string;
  /** `nats://host:4222/name`. */
  readonly queue: string;
  /** Only these; all of the folder by default. */
  readonly ids?: readonly string[] | undefined;
  /** Results folders whose studies are not published. */
  readonly done?: readonly string[] | undefined;
  /** Replicas among the servers of a cluster; 1 by default. */
  readonly replicas?: number | undefined;
  /** Maximum time without a sign of life from a worker that has a study; 60 s by default. */
  readonly ackS?: number | undefined;
}

export interface Enqueued extends Published {
  readonly fingerprint: string;
  /** Studies that already had results. */
  readonly doneEarlier: number;
}

const DEFAULT_ACK_S = 60;

/**
 * Publishes the studies of a folder to a queue, for workers (`run --queue`) with the same pipeline, models and options.
 * @throws errors of these, QUEUE_*
 */
export const enqueueStudies = async (o: EnqueueOptions): Promise<Enqueued> => {
  const { server, name } = parseQueueAddress(o.queue);
  const { backend, threads } = completeSettings({ out: '', ...(o.backend !== undefined && { backend: o.backend }) });
  const { pipeline } = await gradingPipeline({ ...o, out: 'out' });
  const folder = await openStudies({ root: o.studies, descriptions: o.descriptions, followLinks: o.followLinks });
  const ids = [...new Set(o.ids ?? folder.studyIds)];
  if (ids.length === 0) throw sourceEmpty(folder.images);
  const models: OpenModel[] = [];
  for (const model of pipeline.models) models.push(await openStoredModel(model));
  const runtime =
    models.length === 0
      ? undefined
      : await (o.startRuntime ?? (() => startedRuntime({ backend, threads, device: 'cpu' })))();
  await runtime?.close();
  const files = await checkOperatorFiles(pipeline, models);
  const origin = queueOrigin(folder.descriptions);
  const whole = await fingerprintOf({
    pipeline,
    models,
    source: { origin },
    backend: runtime?.identity?.backend,
    files,
  });
  const done = await idsIn(o.done ?? []);
  const connection = await connectQueue({ server, credentials: o.queueCredentials });
  try {
    const { ackS = DEFAULT_ACK_S, replicas = 1 } = o;
    await openQueueStream(connection.manager, { name, whole: sourceWhole(whole, pipeline), replicas, ackS });
    const studies = ids.filter((id) => !done.has(id));
    const published = await publishStudies(connection, { name, fingerprint: whole.fingerprint, studies });
    return { ...published, fingerprint: whole.fingerprint, doneEarlier: ids.length - studies.length };
  } finally {
    await connection.close();
  }
};

/** Studies with a result in one of these folders. @throws PART_MISSING, JOURNAL_CORRUPT */
const idsIn = async (folders: readonly string[]): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  for (const folder of await expandedParts(folders)) {
    const place = await openPlace(folder);
    const index = journalIndex();
    try {
      const path = join(place.at, JOURNAL);
      const file = await open(path, 'r').catch((cause: unknown) => Promise.reject(partMissing(folder, cause)));
      await readJournal(file, path, { index, versions: [], onHeader: () => {} }).finally(() => file.close());
    } finally {
      await place.close();
    }
    for (const [id] of index.inOrder()) ids.add(id);
  }
  return ids;
};
