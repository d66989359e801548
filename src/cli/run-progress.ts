import type { GradeEvent, RunSummary } from '../pipelines/grade-studies.ts';
import { statusLine, type TerminalStream } from './status-line.ts';

export interface RunProgress {
  readonly onEvent: (event: GradeEvent) => void;
  /** A line beside the progress. */
  readonly say: (line: string) => void;
  readonly end: (summary: RunSummary) => void;
  readonly close: () => void;
}

type StudyEvent = Extract<GradeEvent, { type: 'study' }>;

const PLAIN_INTERVAL_MS = 10_000;
const MB = 2 ** 20; // as in run.json

/** Counts of a run so far, and what they say. */
const tally = () => {
  let [total, done, earlier, failed, startedMs] = [0, 0, 0, 0, performance.now()];
  const operatorMs = new Map<string, number>();
  return {
    expect: (studies: number | undefined) => {
      total = studies ?? 0;
    },
    restart: () => {
      startedMs = performance.now();
    },
    step: (operator: string, ms: number) => operatorMs.set(operator, (operatorMs.get(operator) ?? 0) + ms),
    earlier: () => {
      earlier++;
    },
    study: ({ record }: StudyEvent) => {
      done++;
      failed += Number(record.error !== undefined);
    },
    /** What an earlier run did counts as done, but says nothing about how fast this one is. */
    now: () => {
      const elapsedMs = performance.now() - startedMs;
      const there = done + earlier;
      const left = total > 0 && done > 0 ? ((total - there) * elapsedMs) / done : undefined;
      return { total, done: there, failed, perMinute: (60_000 * done) / elapsedMs, leftMs: left };
    },
    /** The operators that take most of the time, with their shares. */
    shares: (): readonly string[] => {
      const sum = [...operatorMs.values()].reduce((a, b) => a + b, 0);
      const most = [...operatorMs].sort(([, a], [, b]) => b - a).slice(0, 3);
      return most.map(([name, ms]) => `${name} ${Math.round((100 * ms) / sum)}%`);
    },
  };
};

const duration = (ms: number | undefined): string => {
  if (ms === undefined) return '?';
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
};

const studiesOf = (count: number | string): string => `${count} ${count === 1 ? 'study' : 'studies'}`;

const failureLine = ({ studyId, error }: StudyEvent['record']): string => {
  const { seriesId, file, operator } = error?.where ?? {};
  const place = [seriesId && `series ${seriesId}`, file, operator].filter(Boolean).join(' / ');
  return `study ${studyId} failed: ${place === '' ? '' : `${place}: `}${error?.reason} [${error?.code}]`;
};

const madeEarlierLine = ({ earlier, now }: Extract<GradeEvent, { type: 'made-earlier' }>): string =>
  `results that are here were made with ${earlier.join(', others with ')}, not with ${now}, with which this run makes its own; ` +
  'they may differ: where that matters, go on with the former, or make all anew with --overwrite [VERSION_DIFFERS]';

const [SHORTEST_BAR, LONGEST_BAR] = [10, 24];

/** A bar, a text, and as many of the shares behind it as there is room for. */
const barLine = (done: number, text: string, shares: readonly string[], columns: number): string => {
  let line = text;
  for (const share of shares) {
    if (SHORTEST_BAR + 1 + line.length + 2 + share.length > columns) break;
    line += `, ${share}`;
  }
  const size = Math.min(LONGEST_BAR, columns - line.length - 1);
  if (size < SHORTEST_BAR) return line;
  const filled = Math.round(size * Math.min(1, done));
  return `${'='.repeat(filled)}${'-'.repeat(size - filled)} ${line}`;
};

/** Progress of a run: a bar on a terminal, a line now and then elsewhere; a line for every failed study. */
export const runProgress = (stream: TerminalStream): RunProgress => {
  const counts = tally();
  const { show, say, end } = statusLine(stream);
  let printedMs = performance.now();
  const text = () => {
    const { total, done, failed, perMinute, leftMs } = counts.now();
    const memory = `${Math.round(process.memoryUsage.rss() / MB)} MB`;
    const of = studiesOf(total > 0 ? `${done}/${total}` : done);
    const left = leftMs === undefined ? '' : `, ${duration(leftMs)} left`;
    return `${of}, ${failed} failed, ${perMinute.toFixed(1)}/min${left}, ${memory}`;
  };
  const showNow = () => {
    const { total, done } = counts.now();
    if (total > 0) show((columns) => barLine(done / total, text(), counts.shares(), columns));
  };
  const onStudy = (event: StudyEvent) => {
    counts.study(event);
    if (event.record.error !== undefined) say(failureLine(event.record));
    showNow();
    const { done, total } = counts.now();
    if (stream.isTTY && total > 0) return;
    if (performance.now() - printedMs > PLAIN_INTERVAL_MS || done === total) {
      printedMs = performance.now();
      say([text(), ...counts.shares()].join(', '));
    }
  };
  const opened = ({ studies, absent, described }: Extract<GradeEvent, { type: 'opened' }>) => {
    counts.expect(studies);
    counts.restart();
    const missing = absent > 0 ? `; ${absent} described ones are not in the folder` : '';
    say(`${studies === undefined ? 'studies as they come' : studiesOf(studies)}${missing}`);
    if (!described)
      say(
        'no series descriptions: headers tell the kinds of series; "spinestream inspect <study>" shows how, --descriptions says otherwise',
      );
  };
  return {
    say,
    onEvent: (event) => {
      if (event.type === 'opened') opened(event);
      else if (event.type === 'left-in-work')
        say(`an earlier run ended without a word while these studies were in work: ${event.studyIds.join(', ')}`);
      else if (event.type === 'made-earlier') say(madeEarlierLine(event));
      else if (event.type === 'runtime-started') {
        const { backend, skipped } = event.identity;
        if (backend !== 'onnx' || skipped.length > 0)
          say(`computing with ${backend}${skipped.map((one) => `; not ${one.backend}: ${one.reason}`).join('')}`);
      } else if (event.type === 'model-loaded') {
        say(`loaded ${event.name}, fold ${event.fold}`);
        counts.restart();
      } else if (event.type === 'done-earlier') counts.earlier();
      else if (event.type === 'step') {
        counts.step(event.operator, event.ms);
        showNow();
      } else if (event.type === 'study') onStudy(event);
    },
    end: ({ counts: { studies, resumed, failed, warnings, stopped }, options, times }) => {
      end();
      const earlier = resumed > 0 ? `, ${resumed} of them earlier` : '';
      const early =
        stopped === 'failures' ? 'ended early, too many failures: ' : stopped === 'asked' ? 'stopped: ' : '';
      say(
        `${early}${studiesOf(studies)}${earlier}, ${failed} failed, ${warnings} warnings, ${duration(times.streamingMs)}, ` +
          `peak memory ${times.peakRssMb} MB; results in ${options.out}${stopped ? '; continue with --resume' : ''}`,
      );
    },
    close: end,
  };
};
