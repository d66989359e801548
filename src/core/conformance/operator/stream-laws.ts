import { concat, EMPTY, Observable, of, take, throwError } from 'rxjs';
import type { StudyState } from '../../study-state.ts';
import { GRACE_MS, openResources } from '../open-resources.ts';
import { complaintsAbout, outcomeOf } from '../outcome.ts';
import { exampleEnv, hangingEnv } from './example-env.ts';
import type { OperatorLaw } from './operator-subject.ts';

const ENOUGH = 3;

export const emptyLaw: OperatorLaw = {
  name: 'passes an empty source through',
  complaints: async ({ bound, example, timeoutMs }) =>
    complaintsAbout(await outcomeOf(EMPTY.pipe(bound.start(exampleEnv(example))), timeoutMs), 0, timeoutMs),
};

export const failingLaw: OperatorLaw = {
  name: 'passes the error of its source on',
  complaints: async ({ bound, example, timeoutMs }) => {
    const boom = new Error('the source fails');
    const source = concat(
      of(example.study()),
      throwError(() => boom),
    );
    const { ended, error } = await outcomeOf(source.pipe(bound.start(exampleEnv(example))), timeoutMs);
    return ended === 'failed' && error === boom ? [] : [`expected the error of the source itself; the stream ${ended}`];
  },
};

/** Emits a study per turn of the event loop until unsubscribed, and records when that happened. */
const endless = (study: () => StudyState, onEnd: () => void): Observable<StudyState> =>
  new Observable((subscriber) => {
    let turn: NodeJS.Immediate;
    const next = () => {
      subscriber.next(study());
      if (!subscriber.closed) turn = setImmediate(next);
    };
    turn = setImmediate(next);
    return () => {
      clearImmediate(turn);
      onEnd();
    };
  });

export const endlessLaw: OperatorLaw = {
  name: 'ends with its consumer, however many studies the source has',
  complaints: async ({ bound, example, timeoutMs }) => {
    let closed = false;
    const source = endless(example.study, () => {
      closed = true;
    });
    const outcome = await outcomeOf(source.pipe(bound.start(exampleEnv(example)), take(ENOUGH)), timeoutMs);
    const complaints = complaintsAbout(outcome, ENOUGH, timeoutMs);
    return closed ? complaints : [...complaints, 'never unsubscribed from its source'];
  },
};

export const unsubscriptionLaw: OperatorLaw = {
  name: 'stops when it is unsubscribed',
  complaints: async ({ bound, example }) => {
    const stillOpen = openResources('Timeout');
    let late = 0;
    for (const env of [exampleEnv(example), hangingEnv(example)]) {
      let stopped = false;
      const count = () => {
        late += Number(stopped);
      };
      const subscription = of(example.study()).pipe(bound.start(env)).subscribe({ next: count, error: count });
      await Promise.resolve();
      subscription.unsubscribe();
      stopped = true;
    }
    const isQuiet = (await stillOpen()).length === 0;
    return [
      ...(late === 0 ? [] : ['emits after it was unsubscribed']),
      ...(isQuiet ? [] : [`leaves a timer running for ${GRACE_MS} ms and more; clear it on teardown`]),
    ];
  },
};

export const cancellationLaw: OperatorLaw = {
  name: 'ends when its study is cancelled',
  complaints: async ({ bound, example, timeoutMs }) => {
    const complaints: string[] = [];
    for (const when of ['before it began', 'while it worked']) {
      const cancelled = new AbortController();
      if (when === 'before it began') cancelled.abort();
      else setImmediate(() => cancelled.abort());
      const work = bound.work(exampleEnv(example))(example.study(), { signal: cancelled.signal });
      const { ended } = await outcomeOf(work, timeoutMs);
      if (ended === 'timed out')
        complaints.push(`had neither ended nor failed ${timeoutMs / 1000} s after its signal was aborted ${when}`);
    }
    return complaints;
  },
};
