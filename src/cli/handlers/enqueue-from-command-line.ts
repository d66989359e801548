import { counted } from '../../domain/text/counted.ts';
import { enqueueStudies } from '../../run/queue/enqueue-studies.ts';
import { checkNumbers, POSITIVE, WHOLE } from '../options/check-numbers.ts';
import { listedIds } from '../options/listed-ids.ts';
import { settingsFrom } from '../options/run-options.ts';

export interface EnqueueArguments extends Readonly<Record<string, unknown>> {
  readonly pipeline: string;
  readonly queue: string;
  readonly ids?: string | undefined;
  readonly done: readonly string[];
  readonly ack: number;
  readonly replicas: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** Fills a queue and prints its counts on one line. */
export const enqueueFromCommandLine = async (given: EnqueueArguments): Promise<void> => {
  const { pipeline, queue, done, ack, replicas, variables } = given;
  checkNumbers(POSITIVE, { ack });
  checkNumbers(WHOLE, { replicas });
  const { studies = '', models, descriptions, followLinks, backend, queueCredentials } = settingsFrom(given, { queue });
  const { added, known, doneEarlier, fingerprint } = await enqueueStudies({
    ...{ pipeline, studies, models, descriptions, followLinks, backend, queueCredentials, variables },
    ...{ queue, done, replicas, ackS: ack },
    ids: given.ids === undefined ? undefined : await listedIds(given.ids),
  });
  const notes = [
    ...(known > 0 ? [`${known} put there before`] : []),
    ...(doneEarlier > 0 ? [`${doneEarlier} done earlier`] : []),
  ];
  process.stdout.write(
    `${counted(added, 'study')} added${notes.map((note) => `, ${note}`).join('')}; fingerprint ${fingerprint.slice(0, 12)}\n`,
  );
};
