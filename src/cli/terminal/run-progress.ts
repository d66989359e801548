import { quotedNames } from '../../domain/text/listed.ts';
import { printable } from '../../domain/text/printable.ts';
import type { GradeEvent, RunSummary } from '../../run/grade-studies.ts';
import { leftNotice } from '../process/exit-notices.ts';
import { batchNotice, halvedNotice } from './batch-notice.ts';
import { type ByEvent, takeEvent } from './by-event.ts';
import { basisText, codesText } from './counts-text.ts';
import { duration } from './duration.ts';
import { float32Notice } from './float32-notice.ts';
import { pace } from './pace.ts';
import { runtimeNotice } from './runtime-notice.ts';
import { statusLine, type TerminalStream } from './status-line.ts';
import { type Status, wholeStatus } from './status-text.ts';

type StudyEvent = Extract<GradeEvent, { type: 'study' }>;

const MB = 2 ** 20; // as in run.json

/** The operators with the largest shares of the time. */
const sharesOf = (operatorMs: ReadonlyMap<string, number>): readonly string[] => {
  const sum = [...operatorMs.values()].reduce((a, b) => a + b, 0);
  const most = [...operatorMs].sort(([, a], [, b]) => b - a).slice(0, 3);
  return most.map(([name, ms]) => `${name} ${Math.round((100 * ms) / sum)}%`);
};

/** Counts of a run so far, and their text. */
const tally = () => {
  let [total, done, earlier, failed, speed] = [0, 0, 0, 0, pace()];
  const operatorMs = new Map<string, number>();
  return {
    expect: (studies: number | undefined) => {
      total = studies ?? 0;
    },
    /** The pace is unknown until everything that the first study needs is loaded. */
    begin: () => {
      if (done === 0) speed = pace();
    },
    step: (operator: string, ms: number) => operatorMs.set(operator, (operatorMs.get(operator) ?? 0) + ms),
    earlier: () => {
      earlier++;
    },
    study: ({ record }: StudyEvent) => {
      done++;
      failed += Number(record.error !== undefined);
      speed.did(1);
    },
    /** Results of earlier runs count as done, but not for this run's pace. */
    status: (): Status => {
      const there = done + earlier;
      const all = total > 0 ? Math.max(total, there) : 0; // a folder may hold several studies
      const of = studiesOf(all > 0 ? `${there}/${all}` : there);
      const left = all > 0 ? speed.left(all - there) : '';
      const counts = `${of}, ${failed} failed`;
      const memory = `${Math.round(process.memoryUsage.rss() / MB)} MB`;
      return {
        share: all > 0 ? there / all : undefined,
        done: counts,
        text: `${counts}, ${(60 * speed.perSecond()).toFixed(1)}/min${left}, ${memory}`,
        more: sharesOf(operatorMs),
      };
    },
  };
};

const studiesOf = (count: number | string): string => `${count} ${count === 1 ? 'study' : 'studies'}`;

const failureLine = ({ studyId, error }: StudyEvent['record']): string => {
  const { seriesId, file, operator } = error?.where ?? {};
  const place = [seriesId && `series ${seriesId}`, file, operator].filter(Boolean).join(' / ');
  const reason = error?.code === 'UNEXPECTED' ? withItsPlace(error.reason, error.causes) : error?.reason;
  return `study ${studyId} failed: ${place === '' ? '' : `${place}: `}${reason} [${error?.code}]`;
};

/** The cause that says the same and where in the code it was. */
const withItsPlace = (reason: string, causes: readonly string[]): string =>
  causes.find((cause) => cause.startsWith(`${reason} (`)) ?? reason;

const madeEarlierLine = ({ earlier, now }: Extract<GradeEvent, { type: 'made-earlier' }>): string =>
  `existing results were made with ${earlier.join(' and ')}, this run uses ${now}; results may differ: ` +
  'if that matters, continue with the earlier version, or redo all studies with --overwrite [VERSION_DIFFERS]';

/** Names the operators that blocked the main thread, and the consequence. */
const blockedLine = ({ ms, limitMs, operators, isSuspended }: Extract<GradeEvent, { type: 'blocked' }>): string => {
  const so = `longer than the queue waits for a sign of life (${duration(limitMs)}): other workers get its studies, too`;
  if (isSuspended) return `this process was suspended for ${duration(ms)}, ${so}`;
  const named = quotedNames(operators);
  const who = operators.length === 1 ? `the operator ${named}` : `one of the operators ${named || '(none at work)'}`;
  return `${who} blocked the main thread for ${duration(ms)}, ${so}; let it compute in a worker thread, or enqueue with a longer --ack`;
};

const abandonedLine = ({ studyId, operator, running }: Extract<GradeEvent, { type: 'step-abandoned' }>): string =>
  `study ${studyId} / ${operator}: cancelled, but still running; ` +
  `${running} such ${running === 1 ? 'step runs' : 'steps run'} now (operators should end when their signal aborts)`;

/** Shows the progress of a run: counts, pace, time left, and a line for every failed study. */
export const runProgress = (stream: TerminalStream, toContinue = 'continue with --resume') => {
  const counts = tally();
  const { show, end } = statusLine(stream);
  /** Folder names may contain control characters. */
  const say = (line: string | undefined) => void (line !== undefined && stream.write(`${printable(line)}\n`));
  let trouble: string | undefined;
  const told: Partial<ByEvent> = {
    opened: ({ studies, absent, described, notes }) => {
      counts.expect(studies);
      const missing = absent > 0 ? `; ${absent} described ones are not in the folder` : '';
      say(`${studies === undefined ? 'waiting for studies' : studiesOf(studies)}${missing}`);
      for (const { message, code } of notes) say(`${message} [${code}]`);
      if (!described)
        say(
          'no series descriptions: kinds of series come from DICOM headers; "spinestream inspect <study>" shows how, --descriptions overrides them',
        );
    },
    'float32-kept': ({ models }) => models.map(float32Notice).forEach(say),
    'left-in-progress': ({ studies }) => say(leftNotice(studies)),
    'made-earlier': (event) => say(madeEarlierLine(event)),
    'runtime-started': ({ identity }) => say(runtimeNotice(identity)),
    'models-bounded': ({ networks, inMemory }) =>
      say(`${networks} networks do not fit into memory; ${inMemory} are kept at a time (--models-in-memory)`),
    'model-loaded': ({ name, fold }) => {
      say(`loaded ${name}, fold ${fold}`);
      counts.begin();
    },
    'batch-chosen': (event) => say(batchNotice(event)),
    'batch-halved': (event) => say(halvedNotice(event)),
    /** Says once what studies wait for; every attempt of every study reports it. */
    'output-waiting': ({ error: { message, code } }) => {
      const line = `${message} [${code}]; studies wait until it works again (Ctrl-C stops without it; if need be, twice)`;
      if (line !== trouble) say(line);
      trouble = line;
    },
    'source-unreadable': ({ error }) => say(`${error.message} [${error.code}]; still watching`),
    blocked: (event) => say(blockedLine(event)),
    'step-abandoned': (event) => say(abandonedLine(event)),
    'done-earlier': counts.earlier,
    step: ({ operator, ms }) => counts.step(operator, ms),
    study: (event) => {
      trouble = undefined;
      counts.study(event);
      if (event.record.error !== undefined) say(failureLine(event.record));
    },
  };
  return {
    onEvent: (event: GradeEvent): void => {
      takeEvent(told, event);
      show(counts.status);
    },
    end: (summary: RunSummary): void => {
      end();
      say(wholeStatus(counts.status()));
      say(summaryLine(summary, toContinue));
    },
    close: end,
  };
};

const EARLY_END = {
  asked: 'stopped: ',
  failures: 'ended early, too many failures: ',
  abandoned: 'ended early, too many cancelled steps are still running: ',
} as const;

const summaryLine = ({ counts, options, times }: RunSummary, toContinue: string): string => {
  const { studies, resumed, failed, warnings, warned, grades, cancelled, abandoned, stopped } = counts;
  const earlier = resumed > 0 ? `, ${resumed} of them from earlier runs` : '';
  const early = stopped === undefined ? '' : EARLY_END[stopped];
  const counted = { cancelled, 'still running when abandoned': abandoned };
  const more = Object.entries(counted).map(([what, count]) => (count > 0 ? `, ${count} ${what}` : ''));
  return (
    `${early}${studiesOf(studies)}${earlier}, ${failed} failed${more.join('')}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}${codesText(warned)}${basisText(grades)}, ${duration(times.streamingMs)}, ` +
    `peak memory ${times.peakRssMb} MB; results in ${options.out}${stopped ? `; ${toContinue}` : ''}`
  );
};
