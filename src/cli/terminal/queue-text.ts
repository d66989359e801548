import type { QueueCounts, QueuePace } from '../../streams/queue/queue-counts.ts';
import { duration } from './duration.ts';

/** Formats the counts of a queue on one line. */
export const queueLine = (counts: QueueCounts, pace: QueuePace | undefined): string => {
  const { done, left, inFlight, redelivered, waiting, fingerprint } = counts;
  const speed = pace?.perS === undefined ? [] : [`${(60 * pace.perS).toFixed(1)}/min`, ...leftText(pace.leftS)];
  return [
    `${done} done`,
    `${left} left`,
    `${inFlight} in flight`,
    ...(redelivered > 0 ? [`${redelivered} of them redelivered`] : []),
    `${waiting} free places`,
    ...speed,
    `fingerprint ${fingerprint.slice(0, 12)}`,
  ].join(', ');
};

const leftText = (leftS: number | undefined): readonly string[] =>
  leftS === undefined || leftS === 0 ? [] : [`about ${duration(1000 * leftS)} left`];

/** The text format of Prometheus. */
export const queueMetrics = ({ queue, done, left, inFlight, redelivered, waiting }: QueueCounts): string => {
  const metric = (name: string, kind: 'counter' | 'gauge', help: string, value: number): string =>
    `# HELP spinestream_queue_${name} ${help}\n# TYPE spinestream_queue_${name} ${kind}\nspinestream_queue_${name}{queue="${queue}"} ${value}\n`;
  return [
    metric('done_total', 'counter', 'Studies whose results are on a disk.', done),
    metric('left', 'gauge', 'Studies that wait or are in flight.', left),
    metric('in_flight', 'gauge', 'Studies that workers have.', inFlight),
    metric('redelivered', 'gauge', 'Studies in flight that another worker had before.', redelivered),
    metric('free_places', 'gauge', 'Places of workers that wait for a study.', waiting),
  ].join('');
};
