import type { JsMsg } from '@nats-io/jetstream';
import { z } from 'zod';
import { defineSource, type OpenSource, type SourceEnv } from '../../core/define-source.ts';
import type { StudyItem } from '../../core/study-item.ts';
import { DEFAULT_ATTEMPTS, studyPoison } from '../poison.ts';
import { parseQueueAddress } from '../queue/address.ts';
import { connectQueue } from '../queue/connect.ts';
import { queueForeign } from '../queue/errors.ts';
import { keepInFlight } from '../queue/in-flight.ts';
import { inFlightCount } from '../queue/in-flight-count.ts';
import { parseJob } from '../queue/job.ts';
import { type Asked, nextMessage } from '../queue/next-message.ts';
import { checkWhole, queueState, setAckTime, WORKERS } from '../queue/queue-stream.ts';
import { queueSharded } from './errors.ts';
import { checkOutput, fromFolders } from './folder.ts';
import { openStudies } from './open-studies.ts';
import { withinTime } from './within-time.ts';

const options = z.strictObject({
  address: z.string().min(1).describe('nats://host:4222/name of the queue'),
  path: z.string().min(1).describe('the folder of studies; "${studies}" is the one of --studies'),
  descriptions: z.string().optional().describe('series descriptions (CSV), where not beside the studies'),
  followLinks: z.boolean().default(false).describe('studies may be links to folders elsewhere'),
  credentials: z
    .string()
    .optional()
    .describe('a .creds file; else NATS_CREDS, NATS_USER and NATS_PASSWORD, or NATS_TOKEN'),
  ackS: z
    .number()
    .positive()
    .optional()
    .describe('seconds without a report from a worker before its studies are redelivered; default: as set by enqueue'),
  wait: z.boolean().default(false).describe('go on when all studies are done, until the run is stopped'),
  attempts: z
    .int()
    .positive()
    .default(DEFAULT_ATTEMPTS)
    .describe('a study that so many workers, at least two, took without a result counts as failed (STUDY_POISON)'),
});

/** Origin of the results of a queue's studies, whose list is open. */
export const queueOrigin = (descriptions: string | undefined) => ({ descriptions, studies: 'queue' });

/** Deliveries in which a study may have been graded with others, whose fault a lost worker may be; redelivered, it is alone. */
const WITH_OTHERS = 1;

/**
 * Opens a queue as a worker: each study goes to one worker, and to another if no heartbeat arrives within the queue's
 * time. A study is acknowledged once its result is on disk.
 * @throws QUEUE_*, SOURCE_FOLDER_MISSING, CSV_*
 */
export const openQueue = async (o: z.output<typeof options>, env: SourceEnv): Promise<OpenSource> => {
  const { path, descriptions, followLinks, attempts } = o;
  const { server, name } = parseQueueAddress(o.address);
  if (env.wants !== undefined) throw queueSharded();
  const found = await openStudies({ root: path, descriptions, followLinks, out: env.out });
  const folder = withinTime(found, env.readTimeoutMs);
  checkOutput(folder, env);
  const connection = await connectQueue({ server, credentials: o.credentials });
  try {
    const { manager, client } = connection;
    if (o.ackS !== undefined) await setAckTime(manager, name, o.ackS);
    const { whole, ackMs } = await queueState(manager, name);
    const consumer = await client.consumers.get(name, WORKERS);
    const asked: Asked = {
      next: (options) => consumer.next(options),
      info: () => consumer.info(),
      inFlight: (info) => inFlightCount(manager, info),
    };
    const inFlight = keepInFlight(ackMs);
    let fingerprint: string | undefined;
    const itemsOf = async (message: JsMsg): Promise<readonly StudyItem[]> => {
      const job = parseJob(name, message.string());
      if (job.fingerprint !== fingerprint) {
        message.nak();
        throw queueForeign(name, { queue: job.fingerprint, own: fingerprint ?? '', differences: [] });
      }
      const deliveries = message.info.deliveryCount - 1;
      const isPoison = deliveries >= Math.max(attempts, WITH_OTHERS + 1);
      inFlight.begin(message);
      const items: readonly StudyItem[] = isPoison
        ? [{ study: { id: job.study }, error: studyPoison(job.study, deliveries) }]
        : await folder.itemsOf(job.study);
      const done = inFlight.afterAll(message, items.length);
      return items.map((item) => ({ ...item, done }));
    };
    async function* studies(): AsyncGenerator<StudyItem> {
      let last: JsMsg | undefined;
      for (;;) {
        const message = await nextMessage(asked, {
          stop: env.stop,
          wait: o.wait,
          onTrouble: env.onTrouble,
          held: inFlight,
          last,
        });
        if (message === undefined) return;
        last = message;
        const items = await itemsOf(message);
        // A redelivered study may have crashed a worker and must not take others with it, so it is graded alone.
        const isAlone = message.info.deliveryCount > 1;
        if (isAlone) await inFlight.atMost(1);
        yield* items;
        if (isAlone) await inFlight.atMost(0);
      }
    }
    return {
      ...fromFolders(folder),
      location: `${server}/${name}`,
      queue: name,
      attempts,
      aliveWithinMs: ackMs,
      count: undefined,
      origin: queueOrigin(folder.descriptions),
      begin: (own) => {
        checkWhole(name, whole, own);
        fingerprint = own.fingerprint;
      },
      studies: studies(),
      close: async () => {
        inFlight.close();
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
};

/** Studies of a queue, shared by any number of workers. */
export const queue = defineSource({
  name: 'queue',
  summary:
    'Studies of a folder that a NATS JetStream queue hands out to any number of workers; spinestream enqueue fills it.',
  description:
    'docs/scale.md says how. A study is acknowledged when its result is on the disk; one whose worker is gone goes to another.',
  options,
  example: { options: { address: 'nats://broker:4222/lumbar', path: '${studies}' } },
  open: openQueue,
});
