import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, JsMsg } from '@nats-io/jetstream';
import type { SpineError } from '../../domain/spine-error.ts';
import { queueAway } from './errors.ts';
import type { InFlight } from './in-flight.ts';

interface Waiting {
  readonly stop: AbortSignal;
  /** Also when all studies are done. */
  readonly wait: boolean;
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
  /** Studies that this worker has. */
  readonly held: Pick<InFlight, 'count' | 'atMost'>;
  /** What it was given last. */
  readonly last?: JsMsg | undefined;
}

type Asked = Pick<Consumer, 'next' | 'info'>;

/** So long a request waits at the server for a message. */
const EXPIRES_MS = 2000;
const RETRY_MS = 1000;

/**
 * The next study of a queue; undefined when all are done, or the run is stopped. While other workers have studies, it waits: they may come back.
 * A server that does not answer is asked again.
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
 * Asks for a message. When this worker has finished its last study meanwhile, that may have been the queue's last, too: null at once, and a message
 * that comes nevertheless is given back.
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
  const { num_pending, num_ack_pending } = await consumer.info();
  return num_pending === 0 && num_ack_pending === 0;
};
