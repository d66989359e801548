import { counted } from '../../domain/text/counted.ts';
import { enqueueStudies } from '../../run/queue/enqueue-studies.ts';
import type { EnqueueArguments } from '../commands/enqueue-command.ts';
import { checkNumbers, POSITIVE, WHOLE } from '../options/check-numbers.ts';
import { keyValues } from '../options/key-values.ts';
import { listedIds } from '../options/listed-ids.ts';
import { settingsFrom } from '../options/run-options.ts';

/** Fills a queue and prints its counts on one line. */
export const enqueueFromCommandLine = async (given: EnqueueArguments): Promise<void> => {
  const { pipeline, queue, done, ack, replicas, set } = given;
  checkNumbers(POSITIVE, { ack });
  checkNumbers(WHOLE, { replicas });
  const { studies = '', models, descriptions, followLinks, backend, queueCredentials } = settingsFrom(given, { queue });
  const { added, known, doneEarlier, fingerprint } = await enqueueStudies({
    ...{ pipeline, studies, models, descriptions, followLinks, backend, queueCredentials, variables: keyValues(set) },
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
