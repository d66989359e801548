import type { JsMsg } from '@nats-io/jetstream';
import type { StudyItem } from '../../core/study-item.ts';

type Message = Pick<JsMsg, 'working' | 'nak' | 'ackAck'>;

/** Studies that this worker has, and of which the queue is told that they are worked on. */
export interface InFlight {
  /** Tells the queue from now on that the study is being worked on. */
  readonly begin: (message: Message) => void;
  /** What finishes one of the studies of a message: it is acknowledged after the last, or given back where one was cancelled. */
  readonly afterAll: (message: Message, studies: number) => NonNullable<StudyItem['done']>;
  readonly count: () => number;
  /** Resolves when no more studies are in flight than that. */
  readonly atMost: (messages: number) => Promise<void>;
  /** Says no more. */
  readonly close: () => void;
}

/** Four signs of life in the time that the queue waits for one. */
const PARTS = 4;

/**
 * Says for the studies in flight that they are worked on, in the main thread: a worker whose main thread is blocked is taken for dead, as it should be.
 * @param ackMs  how long the queue waits for a sign of life
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
        message.working(); // it may have waited for its turn
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
        // Where the answer is lost, the study comes again, to this worker or another; merge takes one of the equal results.
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
