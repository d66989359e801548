import { z } from 'zod';
import { recordOf } from '../../schema/json-record.ts';
import { jobUnreadable } from './errors.ts';

const schema = z.object({ study: z.string(), fingerprint: z.string() });

/** One study to grade: its name in the folder of studies, and the origin of its results. */
export type Job = z.output<typeof schema>;

export const jobText = ({ study, fingerprint }: Job): string => JSON.stringify({ study, fingerprint });

/** Publishing twice is harmless: the server deduplicates messages by id. */
export const jobId = ({ study, fingerprint }: Job): string => `${fingerprint} ${study}`;

/** @throws QUEUE_UNFIT */
export const parseJob = (queue: string, text: string): Job => {
  try {
    return recordOf(text, schema);
  } catch (cause) {
    throw jobUnreadable(queue, cause);
  }
};
