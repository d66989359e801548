import type { QueueConnection } from './connect.ts';
import { jobId, jobText } from './job.ts';
import { subjectOf } from './queue-stream.ts';

/** Maximum number of unacknowledged publications. */
const AT_ONCE = 256;
const PUBLISH_MS = 10_000;
const TRIES = 5;

export interface Published {
  readonly added: number;
  /** Skipped, since they were already published within the last minutes. */
  readonly known: number;
}

interface Publishing {
  readonly name: string;
  readonly fingerprint: string;
  readonly studies: Iterable<string>;
}

/** Publishes studies to a queue; the server has stored each when this ends. */
export const publishStudies = async (
  { client }: QueueConnection,
  { name, fingerprint, studies }: Publishing,
): Promise<Published> => {
  const rest = studies[Symbol.iterator]();
  let [added, known] = [0, 0];
  const publishInTurn = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const job = { study: next.value, fingerprint };
      const { duplicate } = await client.publish(subjectOf(name), jobText(job), {
        msgID: jobId(job),
        timeout: PUBLISH_MS,
        retries: TRIES,
      });
      if (duplicate) known++;
      else added++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, publishInTurn));
  return { added, known };
};
