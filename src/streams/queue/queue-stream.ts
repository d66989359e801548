import type { ConsumerInfo, JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import { z } from 'zod';
import type { SourceWhole } from '../../core/define-source.ts';
import { recordOf } from '../../schema/json-record.ts';
import { queueForeign, queueMissing, queueUnfit } from './errors.ts';

/** All workers of a queue share one consumer. */
export const WORKERS = 'workers';
/** Deduplication window for studies that are published twice. */
const DUPLICATES_WITHIN_S = 600;
const MOST_IN_FLIGHT = 100_000;
const NANOS = 1e6;
const SECOND_MS = 1000;

export const subjectOf = (name: string): string => `spinestream.${name}`;

const descriptionSchema = z.object({
  format: z.literal('spinestream-queue-1'),
  fingerprint: z.string(),
  origin: z.record(z.string(), z.string()),
  variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** Limit of the server. */
const MOST_DESCRIPTION_BYTES = 4096;

/** Leaves out variables that are too long for the server: a refusal then does not name those that differ. */
const descriptionOf = ({ fingerprint, origin, variables }: QueueWhole): string => {
  const text = (more: Pick<QueueWhole, 'variables'>) =>
    JSON.stringify({ format: 'spinestream-queue-1', fingerprint, origin, ...more });
  const whole = text({ variables });
  return Buffer.byteLength(whole) > MOST_DESCRIPTION_BYTES ? text({}) : whole;
};

/** Origin of the results, stored with the stream, so that a worker can report differences. */
export type QueueWhole = Omit<z.output<typeof descriptionSchema>, 'format'>;

/** The stream of a queue; undefined if there is none. @throws QUEUE_UNFIT */
const streamOf = async (manager: JetStreamManager, name: string): Promise<StreamInfo | undefined> => {
  try {
    const info = await manager.streams.info(name);
    const { retention, subjects } = info.config;
    if (retention !== 'workqueue') throw queueUnfit(name, `its retention is "${retention}", expected "workqueue"`);
    if (subjects[0] !== subjectOf(name) || subjects.length > 1)
      throw queueUnfit(name, `its subjects are ${subjects.join(', ')}, expected ${subjectOf(name)}`);
    return info;
  } catch (error) {
    if (error instanceof Error && error.name === 'StreamNotFoundError') return undefined;
    throw error;
  }
};

/** Reads the origin from a stream's metadata. @throws QUEUE_UNFIT */
const wholeIn = ({ config: { name, description = '' } }: StreamInfo): QueueWhole => {
  try {
    return recordOf(description, descriptionSchema);
  } catch {
    throw queueUnfit(name, 'it does not say what its studies are graded with');
  }
};

/** Current state of a queue. */
export interface QueueState {
  readonly whole: QueueWhole;
  readonly stream: StreamInfo;
  readonly workers: ConsumerInfo;
  /** Maximum time without a heartbeat from a worker that has a study. */
  readonly ackMs: number;
}

/** @throws QUEUE_MISSING, QUEUE_UNFIT */
export const queueState = async (manager: JetStreamManager, name: string): Promise<QueueState> => {
  const stream = await streamOf(manager, name);
  if (stream === undefined) throw queueMissing(name);
  const workers = await manager.consumers.info(name, WORKERS).catch(() => {
    throw queueUnfit(name, `it has no consumer "${WORKERS}"`);
  });
  return { whole: wholeIn(stream), stream, workers, ackMs: (workers.config.ack_wait ?? 0) / NANOS };
};

/** Refuses a queue with another origin, naming the differences. @throws QUEUE_FOREIGN */
export const checkWhole = (name: string, there: QueueWhole, own: SourceWhole): void => {
  if (there.fingerprint === own.fingerprint) return;
  const differences = own.differencesFrom(there);
  throw queueForeign(name, { queue: there.fingerprint, own: own.fingerprint, differences });
};

export interface QueueOptions {
  readonly name: string;
  readonly whole: SourceWhole;
  /** Replicas among the servers of a cluster. */
  readonly replicas: number;
  readonly ackS: number;
}

/**
 * Creates a queue, or reuses an existing one: if it contains studies, only with the same origin.
 * @throws QUEUE_UNFIT, QUEUE_FOREIGN
 */
export const openQueueStream = async (manager: JetStreamManager, o: QueueOptions): Promise<void> => {
  const { name, whole, replicas, ackS } = o;
  const description = descriptionOf(whole);
  const there = await streamOf(manager, name);
  if (there === undefined)
    await manager.streams.add({
      ...{ name, description, subjects: [subjectOf(name)], num_replicas: replicas },
      ...{ retention: 'workqueue', storage: 'file', discard: 'new' },
      duplicate_window: DUPLICATES_WITHIN_S * SECOND_MS * NANOS,
    });
  else {
    if (there.state.messages > 0) checkWhole(name, wholeIn(there), whole);
    if (there.config.description !== description || there.config.num_replicas !== replicas)
      await manager.streams.update(name, { description, num_replicas: replicas });
  }
  await setAckTime(manager, name, ackS);
};

/** Creates the consumer that all workers share, or updates its acknowledgement time. */
export const setAckTime = async (manager: JetStreamManager, name: string, ackS: number): Promise<void> => {
  const ack_wait = ackS * SECOND_MS * NANOS;
  const there = await manager.consumers.info(name, WORKERS).catch(() => undefined);
  if (there === undefined)
    await manager.consumers.add(name, {
      ...{ durable_name: WORKERS, ack_policy: 'explicit', ack_wait },
      ...{ max_deliver: -1, max_ack_pending: MOST_IN_FLIGHT },
    });
  else if (there.config.ack_wait !== ack_wait) await manager.consumers.update(name, WORKERS, { ack_wait });
};
