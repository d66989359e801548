import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, JsMsg } from '@nats-io/jetstream';
import type { SpineError } from '../../domain/spine-error.ts';
import { queueAway } from './errors.ts';

interface Waiting {
  readonly stop: AbortSignal;
  /** Also when all studies are done. */
  readonly wait: boolean;
  readonly onTrouble?: ((error: SpineError) => void) | undefined;
}

/** So long a request waits at the server for a message. */
const EXPIRES_MS = 2000;
const RETRY_MS = 1000;

/**
 * The next study of a queue; undefined when all are done, or the run is stopped. While other workers have studies, it waits: they may come back.
 * A server that does not answer is asked again.
 */
export const nextMessage = async (
  consumer: Pick<Consumer, 'next' | 'info'>,
  { stop, wait, onTrouble }: Waiting,
): Promise<JsMsg | undefined> => {
  let told = false;
  while (!stop.aborted) {
    try {
      const message = await consumer.next({ expires: EXPIRES_MS });
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

const isEmpty = async (consumer: Pick<Consumer, 'info'>): Promise<boolean> => {
  const { num_pending, num_ack_pending } = await consumer.info();
  return num_pending === 0 && num_ack_pending === 0;
};
