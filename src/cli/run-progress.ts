import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';
import type { GradeEvent, RunSummary } from '../pipelines/grade-studies.ts';

export interface RunProgress {
  readonly onEvent: (event: GradeEvent) => void;
  readonly end: (summary: RunSummary) => void;
  readonly close: () => void;
}

type StudyEvent = Extract<GradeEvent, { type: 'study' }>;

const PLAIN_INTERVAL_MS = 10_000;
const MB = 1e6;

/** Counts of a run so far, and what they say. */
const tally = () => {
  let [total, done, failed, startedMs] = [0, 0, 0, performance.now()];
  const operatorMs = new Map<string, number>();
  return {
    expect: (studies: number | undefined) => {
      total = studies ?? 0;
    },
    restart: () => {
      startedMs = performance.now();
    },
    step: (operator: string, ms: number) => operatorMs.set(operator, (operatorMs.get(operator) ?? 0) + ms),
    study: ({ record }: StudyEvent) => {
      done++;
      failed += Number(record.error !== undefined);
    },
    now: () => {
      const elapsedMs = performance.now() - startedMs;
      const left = total > 0 && done > 0 ? ((total - done) * elapsedMs) / done : undefined;
      return { total, done, failed, perMinute: (60_000 * done) / elapsedMs, leftMs: left };
    },
    /** The operators that take most of the time, with their shares. */
    shares: () => {
      const sum = [...operatorMs.values()].reduce((a, b) => a + b, 0);
      const most = [...operatorMs].sort(([, a], [, b]) => b - a).slice(0, 3);
      return most.map(([name, ms]) => `${name} ${Math.round((100 * ms) / sum)}%`).join(', ');
    },
  };
};

const duration = (ms: number | undefined): string => {
  if (ms === undefined) return '?';
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
};

const failureLine = ({ studyId, error }: StudyEvent['record']): string => {
  const { seriesId, file, operator } = error?.where ?? {};
  const place = [seriesId && `series ${seriesId}`, file, operator].filter(Boolean).join(' / ');
  return `study ${studyId} failed: ${place === '' ? '' : `${place}: `}${error?.reason} [${error?.code}]`;
};

/** Progress of a run: a bar on a terminal, a line now and then elsewhere; a line for every failed study. */
export const runProgress = (stream: WriteStream): RunProgress => {
  const counts = tally();
  const bar = new SingleBar({ stream, format: '{bar} {text}', barsize: 24, hideCursor: true, emptyOnZero: true });
  let printedMs = performance.now();
  const text = () => {
    const { total, done, failed, perMinute, leftMs } = counts.now();
    const memory = `${Math.round(process.memoryUsage.rss() / MB)} MB`;
    const of = total > 0 ? `${done}/${total}` : String(done);
    const left = leftMs === undefined ? '' : `, ${duration(leftMs)} left`;
    return `${of} studies, ${failed} failed, ${perMinute.toFixed(1)}/min${left}, ${memory}, ${counts.shares()}`;
  };
  const say = (line: string) => {
    if (bar.isActive) stream.write('\r\u001b[K');
    stream.write(`${line}\n`);
  };
  const onStudy = (event: StudyEvent) => {
    counts.study(event);
    if (event.record.error !== undefined) say(failureLine(event.record));
    const { done, total } = counts.now();
    if (bar.isActive) bar.update(done, { text: text() });
    else if (performance.now() - printedMs > PLAIN_INTERVAL_MS || done === total) {
      printedMs = performance.now();
      say(text());
    }
  };
  const opened = ({ studies, absent, described }: Extract<GradeEvent, { type: 'opened' }>) => {
    counts.expect(studies);
    counts.restart();
    const missing = absent > 0 ? `; ${absent} described ones are not in the folder` : '';
    say(`${studies === undefined ? 'studies as they come' : `${studies} studies`}${missing}`);
    if (!described)
      say(
        'no series descriptions: headers tell the kinds of series; "spinestream inspect <study>" shows how, --descriptions says otherwise',
      );
  };
  return {
    onEvent: (event) => {
      if (event.type === 'opened') opened(event);
      else if (event.type === 'left-in-work')
        say(`an earlier run ended without a word while these studies were in work: ${event.studyIds.join(', ')}`);
      else if (event.type === 'runtime-started') {
        const { backend, skipped } = event.identity;
        if (backend !== 'onnx' || skipped.length > 0)
          say(`computing with ${backend}${skipped.map((one) => `; not ${one.backend}: ${one.reason}`).join('')}`);
      } else if (event.type === 'model-loaded') {
        say(`loaded ${event.name}, fold ${event.fold}`);
        counts.restart();
      } else if (event.type === 'step') {
        counts.step(event.operator, event.ms);
        if (stream.isTTY && !bar.isActive && counts.now().total > 0)
          bar.start(counts.now().total, counts.now().done, { text: '' });
      } else if (event.type === 'study') onStudy(event);
    },
    end: ({ counts: { studies, resumed, failed, warnings, stopped }, options, times }) => {
      bar.stop();
      const earlier = resumed > 0 ? `, ${resumed} of them earlier` : '';
      const early =
        stopped === 'failures' ? 'ended early, too many failures: ' : stopped === 'asked' ? 'stopped: ' : '';
      say(
        `${early}${studies} studies${earlier}, ${failed} failed, ${warnings} warnings, ${duration(times.streamingMs)}, ` +
          `peak memory ${times.peakRssMb} MB; results in ${options.out}${stopped ? '; continue with --resume' : ''}`,
      );
    },
    close: () => bar.stop(),
  };
};
