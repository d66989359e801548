import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';
import type { GradeEvent, RunSummary } from '../pipelines/grade-studies.ts';

export interface RunProgress {
  readonly onEvent: (event: GradeEvent) => void;
  readonly end: (summary: RunSummary) => void;
  readonly close: () => void;
}

const PLAIN_INTERVAL_MS = 10_000;

/** Progress of a run: a bar on a terminal, a line now and then elsewhere; a line for every failed study. */
export const runProgress = (stream: WriteStream): RunProgress => {
  const bar = new SingleBar({
    stream,
    format: '{bar} {value}/{total} studies | {failed} failed | {rate} studies/min | {eta_formatted} left',
    hideCursor: true,
    clearOnComplete: false,
  });
  let total = 0;
  let done = 0;
  let failed = 0;
  let startedMs = performance.now();
  let printedMs = startedMs;
  const say = (text: string) => stream.write(`${stream.isTTY && bar.isActive ? '\r\u001b[K' : ''}${text}\n`);
  const onStudy = ({ record, ms }: Extract<GradeEvent, { type: 'study' }>) => {
    done++;
    if (record.error !== undefined) {
      failed++;
      const { seriesId, file, operator } = record.error.where;
      const place = [seriesId && `series ${seriesId}`, file, operator].filter(Boolean).join(' / ');
      say(
        `study ${record.studyId} failed: ${place === '' ? '' : `${place}: `}${record.error.reason} [${record.error.code}]`,
      );
    }
    const nowMs = performance.now();
    const rate = ((60_000 * done) / (nowMs - startedMs)).toFixed(1);
    if (stream.isTTY) bar.update(done, { failed, rate });
    else if (nowMs - printedMs > PLAIN_INTERVAL_MS || done === total) {
      printedMs = nowMs;
      say(`${done}/${total} studies, ${failed} failed, ${rate} studies/min, last in ${(ms / 1000).toFixed(1)} s`);
    }
  };
  return {
    onEvent: (event) => {
      if (event.type === 'opened') {
        total = event.studies;
        say(`${total} studies${event.absent > 0 ? `; ${event.absent} described ones are not in the folder` : ''}`);
      } else if (event.type === 'model-loaded') {
        say(`loaded ${event.name}, fold ${event.fold}`);
        startedMs = performance.now();
      } else if (event.type === 'study') {
        if (stream.isTTY && !bar.isActive) bar.start(total, 0, { failed: 0, rate: '-' });
        onStudy(event);
      }
    },
    end: ({ counts, options, times }) => {
      bar.stop();
      const resumed = counts.resumed > 0 ? `, ${counts.resumed} of them earlier` : '';
      say(
        `${counts.studies} studies${resumed}, ${counts.failed} failed, ${counts.warnings} warnings, ` +
          `${(times.streamingMs / 1000).toFixed(1)} s, peak memory ${times.peakRssMb} MB; results in ${options.out}`,
      );
    },
    close: () => bar.stop(),
  };
};
