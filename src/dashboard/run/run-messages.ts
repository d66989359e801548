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

const warning = (code: string, text: string, studyId?: string): Told => ({ kind: 'warning', code, text, studyId });

const failureOf = ({ studyId, error }: StudyRecord): readonly Told[] => {
  if (error === undefined) return [];
  const operator = error.where.operator === undefined ? '' : `${error.where.operator}: `;
  return [{ kind: 'failure', code: error.code, studyId, text: `${operator}${error.reason}` }];
};

/** The message of an event; most events have none. */
export const messagesOf = (event: GradeEvent): readonly Told[] => {
  switch (event.type) {
    case 'study': {
      const { studyId, warnings } = event.record;
      const textOf = (message: string, count: number) => (count > 1 ? `${message} (${count} times)` : message);
      const told = warnings.map(({ code, message, count }) => warning(code, textOf(message, count), studyId));
      return [...told, ...failureOf(event.record)];
    }
    case 'checked':
    case 'models-checked':
      return event.warnings.map(({ code, message }) => warning(code, message));
    case 'opened':
      return event.notes.map(({ code, message }) => warning(code, message));
    case 'output-waiting':
      return [{ kind: 'failure', code: event.error.code, text: `an output waits: ${event.error.reason}` }];
    case 'source-unreadable':
      return [{ kind: 'failure', code: event.error.code, text: event.error.reason }];
    case 'float32-kept':
      return event.models.map(({ name, folds }) => {
        const reasons = folds.map(({ fold, reason }) => `fold ${fold}, ${reason}`).join('; ');
        return warning('FLOAT32_KEPT', `model "${name}" stays in float32: ${reasons}`);
      });
    case 'left-in-progress':
      return event.studies.map(({ studyId, operator, stopping }) => {
        const how = stopping ? 'was killed while it stopped' : 'exited unexpectedly';
        const where = operator === undefined ? '' : `, in ${operator}`;
        return warning('LEFT_IN_PROGRESS', `in progress when an earlier run ${how}${where}`, studyId);
      });
    case 'made-earlier': {
      const earlier = event.earlier.join('; ');
      return [
        warning('VERSION_DIFFERS', `results that are there were made with ${earlier}, this run uses ${event.now}`),
      ];
    }
    case 'step-abandoned': {
      const running = `cancelled, but still running; ${counted(event.running, 'such step')} now`;
      return [warning('STEP_ABANDONED', `${event.operator}: ${running}`, event.studyId)];
    }
    case 'blocked': {
      const seconds = (event.ms / 1000).toFixed(1);
      const who = event.operators.join(', ');
      return [warning('BLOCKED', `the main thread was blocked for ${seconds} s; at work: ${who}`)];
    }
    case 'batch-halved': {
      const most = `batches have at most ${counted(event.rows, 'sample')} now`;
      return [warning('BATCH_HALVED', `out of memory in a batch of ${event.model}, fold ${event.fold}; ${most}`)];
    }
    case 'models-bounded': {
      const text = `${counted(event.networks, 'network')} do not fit into memory; ${event.inMemory} are kept at a time`;
      return [{ kind: 'notice', code: 'MODELS_BOUNDED', text }];
    }
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
