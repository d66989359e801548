import { setTimeout as pause } from 'node:timers/promises';
import { parseQueueAddress } from '../../streams/queue/address.ts';
import { connectQueue } from '../../streams/queue/connect.ts';
import { queueCounts, queuePace } from '../../streams/queue/queue-counts.ts';
import type { StatusArguments } from '../commands/status-command.ts';
import { checkNumbers, NOT_NEGATIVE } from '../options/check-numbers.ts';
import { queueLine, queueMetrics } from '../terminal/queue-text.ts';

/** Prints the progress of a queue. */
export const statusFromCommandLine = async (given: StatusArguments): Promise<void> => {
  const { queue, queueCredentials, seconds, format } = given;
  checkNumbers(NOT_NEGATIVE, { seconds });
  const { server, name } = parseQueueAddress(queue);
  const connection = await connectQueue({ server, credentials: queueCredentials });
  try {
    const before = await queueCounts(connection.manager, name, () => performance.now());
    await pause(1000 * seconds);
    const counts = seconds === 0 ? before : await queueCounts(connection.manager, name, () => performance.now());
    const pace = seconds === 0 ? undefined : queuePace(before, counts);
    const { atMs: _, ...shown } = counts;
    if (format === 'json') process.stdout.write(`${JSON.stringify({ ...shown, ...pace })}\n`);
    else process.stdout.write(format === 'text' ? `${queueLine(counts, pace)}\n` : queueMetrics(counts));
  } finally {
    await connection.close();
  }
};
