import type { JsMsg } from '@nats-io/jetstream';
import type { StudyItem } from '../../core/study-item.ts';

type Message = Pick<JsMsg, 'working' | 'nak' | 'ackAck'>;

/** Studies of this worker, for which it sends heartbeats to the queue. */
export interface InFlight {
  /** Sends heartbeats for the study from now on. */
  readonly begin: (message: Message) => void;
  /**
   * Completes a study of a message: acknowledges the message after its last study, or returns it if one was cancelled.
   */
  readonly afterAll: (message: Message, studies: number) => NonNullable<StudyItem['done']>;
  readonly count: () => number;
  /** Resolves when at most this many studies are in flight. */
  readonly atMost: (messages: number) => Promise<void>;
  /** Stops the heartbeats. */
  readonly close: () => void;
}

/** Four heartbeats per acknowledgement time. */
const PARTS = 4;

/**
 * Sends heartbeats for the studies in flight from the main thread, so that a worker whose main thread is blocked is
 * rightly considered dead.
 * @param ackMs  how long the queue waits for a heartbeat
 */
export const keepInFlight = (ackMs: number): InFlight => {
  const held = new Set<Message>();
  const say = () => {
    for (const message of held)
      try {
        message.working();
      } catch {
        // the connection is closed: the queue gives the study to another worker
      }
  };
  const waiting = new Set<() => void>();
  const timer = setInterval(say, ackMs / PARTS).unref();
  return {
    begin: (message) => {
      held.add(message);
      try {
        message.working(); // it may have waited for a place
      } catch {
        // as above
      }
    },
    afterAll: (message, studies) => {
      let left = studies;
      let isCancelled = false;
      return async (end) => {
        isCancelled ||= end === 'cancelled';
        left--;
        if (left > 0) return;
        // If the answer is lost, the study is delivered again, to this worker or another; merge uses one of the equal
        // results.
        if (!isCancelled) await message.ackAck({ timeout: ackMs }).catch(() => undefined);
        else message.nak();
        held.delete(message);
        for (const look of [...waiting]) look();
      };
    },
    count: () => held.size,
    atMost: (messages) =>
      new Promise((resolve) => {
        const look = () => {
          if (held.size > messages) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () => clearInterval(timer),
  };
};
