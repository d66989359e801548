import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, ConsumerInfo, JsMsg } from '@nats-io/jetstream';
import type { SpineError } from '../../domain/spine-error.ts';
import { queueAway } from './errors.ts';
import type { InFlight } from './in-flight.ts';

interface Waiting {
  readonly stop: AbortSignal;
  /** Keep waiting even when all studies are done. */
  readonly wait: boolean;
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
  /** Studies that this worker has. */
  readonly held: Pick<InFlight, 'count' | 'atMost'>;
  /** The last study that it received. */
  readonly last?: JsMsg | undefined;
}

/** The consumer of a queue, and how many studies workers have. */
export interface Asked {
  readonly next: Consumer['next'];
  readonly info: Consumer['info'];
  readonly inFlight: (info: ConsumerInfo) => Promise<number>;
}

/** How long a request waits at the server for a message. */
const EXPIRES_MS = 2000;
const RETRY_MS = 1000;

/**
 * The next study of a queue; undefined when all are done, or the run is stopped. Waits while other workers have
 * studies, which may come back. Retries if a server does not answer.
 */
export const nextMessage = async (
  consumer: Asked,
  { stop, wait, onTrouble, held, last }: Waiting,
): Promise<JsMsg | undefined> => {
  let told = false;
  let mayBeOver = last?.info.pending === 0 && held.count() === 0;
  while (!stop.aborted) {
    try {
      if (!wait && mayBeOver && (await isEmpty(consumer))) return undefined;
      mayBeOver = false;
      const message = await requested(consumer, wait ? undefined : held);
      if (message !== null && stop.aborted) message.nak();
      else if (message !== null) return message;
      else if (!wait && !stop.aborted && (await isEmpty(consumer))) return undefined;
      told = false;
    } catch (cause) {
      if (!told) onTrouble?.(queueAway(cause));
      told = true;
      await pause(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return undefined;
};

/**
 * Requests a message. If this worker meanwhile finishes its last study, the queue may be done: returns null
 * immediately, and returns any message that still arrives to the queue.
 */
const requested = async (consumer: Asked, held: Waiting['held'] | undefined): Promise<JsMsg | null> => {
  const request = consumer.next({ expires: EXPIRES_MS });
  if (held === undefined || held.count() === 0) return request;
  const giveBack = () => void request.then((late) => late?.nak()).catch(() => undefined);
  const answered = await Promise.race([request.then((message) => ({ message })), held.atMost(0)]);
  if (answered !== undefined) return answered.message;
  const isOver = await isEmpty(consumer).catch((error: unknown) => {
    giveBack();
    throw error;
  });
  if (!isOver) return request;
  giveBack();
  return null;
};

const isEmpty = async (consumer: Asked): Promise<boolean> => {
  const info = await consumer.info();
  return info.num_pending === 0 && (await consumer.inFlight(info)) === 0;
};
