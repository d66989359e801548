import type { StudyRecord } from '../../core/study-record.ts';
import { counted } from '../../domain/text/counted.ts';
import type { GradeEvent } from '../../run/grade-studies.ts';

type MessageKind = 'failure' | 'warning' | 'notice';

export interface Message {
  /** Sequence number; the newest message has the highest. */
  readonly id: number;
  /** Seconds since the start of the page's run. */
  readonly atS: number;
  readonly kind: MessageKind;
  readonly code: string;
  readonly studyId?: string | undefined;
  readonly text: string;
}

type Told = Omit<Message, 'id' | 'atS'>;

const failureOf = ({ studyId, error }: StudyRecord): readonly Told[] =>
  error === undefined
    ? []
    : [
        {
          ...{ kind: 'failure', code: error.code, studyId },
          text: `${error.where.operator === undefined ? '' : `${error.where.operator}: `}${error.reason}`,
        },
      ];

const warningsOf = ({ studyId, warnings }: StudyRecord): readonly Told[] =>
  warnings.map(({ code, message, count }) => ({
    ...{ kind: 'warning', code, studyId },
    text: count > 1 ? `${message} (${count} times)` : message,
  }));

/** The message of an event; most events have none. */
export const messagesOf = (event: GradeEvent): readonly Told[] => {
  switch (event.type) {
    case 'study':
      return [...warningsOf(event.record), ...failureOf(event.record)];
    case 'checked':
    case 'models-checked':
      return event.warnings.map(({ code, message }) => ({ kind: 'warning', code, text: message }));
    case 'opened':
      return event.notes.map(({ code, message }) => ({ kind: 'warning', code, text: message }));
    case 'output-waiting':
      return [{ kind: 'failure', code: event.error.code, text: `an output waits: ${event.error.reason}` }];
    case 'source-unreadable':
      return [{ kind: 'failure', code: event.error.code, text: event.error.reason }];
    case 'float32-kept':
      return event.models.map(({ name, folds }) => ({
        ...{ kind: 'warning', code: 'FLOAT32_KEPT' },
        text: `model "${name}" stays in float32: ${folds.map(({ fold, reason }) => `fold ${fold}, ${reason}`).join('; ')}`,
      }));
    case 'left-in-progress':
      return event.studies.map(({ studyId, operator, stopping }) => ({
        ...{ kind: 'warning', code: 'LEFT_IN_PROGRESS', studyId },
        text: `in progress when an earlier run ${stopping ? 'was killed while it stopped' : 'exited unexpectedly'}${operator === undefined ? '' : `, in ${operator}`}`,
      }));
    case 'made-earlier':
      return [
        {
          ...{ kind: 'warning', code: 'VERSION_DIFFERS' },
          text: `results that are there were made with ${event.earlier.join('; ')}, this run uses ${event.now}`,
        },
      ];
    case 'step-abandoned':
      return [
        {
          ...{ kind: 'warning', code: 'STEP_ABANDONED', studyId: event.studyId },
          text: `${event.operator}: cancelled, but still running; ${counted(event.running, 'such step')} now`,
        },
      ];
    case 'blocked':
      return [
        {
          ...{ kind: 'warning', code: 'BLOCKED' },
          text: `the main thread was blocked for ${(event.ms / 1000).toFixed(1)} s; at work: ${event.operators.join(', ')}`,
        },
      ];
    case 'batch-halved':
      return [
        {
          ...{ kind: 'warning', code: 'BATCH_HALVED' },
          text: `out of memory in a batch of ${event.model}, fold ${event.fold}; batches have at most ${counted(event.rows, 'sample')} now`,
        },
      ];
    case 'models-bounded':
      return [
        {
          ...{ kind: 'notice', code: 'MODELS_BOUNDED' },
          text: `${counted(event.networks, 'network')} do not fit into memory; ${event.inMemory} are kept at a time`,
        },
      ];
    default:
      return [];
  }
};

const MOST_OF_A_KIND: Readonly<Record<MessageKind, number>> = { failure: 100, warning: 60, notice: 20 };

/** The newest messages of each kind, so that a flood of warnings does not displace failures. */
export const messageLog = () => {
  const kept: Record<MessageKind, Message[]> = { failure: [], warning: [], notice: [] };
  let id = 0;
  return {
    add: (told: Told, atS: number): void => {
      const list = kept[told.kind];
      list.push({ ...told, id: ++id, atS });
      if (list.length > MOST_OF_A_KIND[told.kind]) list.shift();
    },
    /** Newest first. */
    newest: (): readonly Message[] =>
      Object.values(kept)
        .flat()
        .sort((a, b) => b.id - a.id),
  };
};
