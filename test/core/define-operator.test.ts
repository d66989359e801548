import { expect } from 'chai';
import {
  EMPTY,
  from,
  lastValueFrom,
  map,
  Observable,
  type ObservableInput,
  of,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { z } from 'zod';
import { defineOperator, isOperator, type OperatorSpec, type Result } from '../../src/core/define-operator.ts';
import { adding, addingAll, entryOf, type StudyState, stateOf } from '../../src/core/study-state.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { rejectionOf, thrownBy } from '../support/thrown-by.ts';

const options = z.strictObject({ times: z.number().default(2), as: z.string().default('size') });
type Options = z.output<typeof options>;

const declared = (apply: OperatorSpec<typeof options>['apply']) =>
  defineOperator({
    name: 'measure-size',
    summary: 'Measure something.',
    options,
    reads: () => ['custom.given'],
    writes: (o) => [`custom.${o.as}`],
    apply,
  });

/** An operator whose work gives back just this. */
const giving = (result: () => unknown) => declared(() => () => result() as Result);

const STUDY = { id: '4003253', series: [] };
const given = (): StudyState => stateWith(STUDY, adding('custom.given', 3));
const doubled = (o: Options) => (state: StudyState) =>
  adding(`custom.${o.as}`, Number(entryOf(state, 'custom.given')) * o.times);

describe('defineOperator', () => {
  it('adds what the work gives back, and leaves what was given as it was', async () => {
    const before = given();
    const entries = [...before.entries];
    const after = await through(before, declared(doubled)(fileEnv(), {}));
    expect(entryOf(after, 'custom.size')).to.equal(6);
    expect(entryOf(after, 'custom.given')).to.equal(3);
    expect([...before.entries]).to.deep.equal(entries);
    expect(after.study).to.equal(before.study);
  });

  it('fills options in from their schema', async () => {
    const after = await through(given(), declared(doubled)(fileEnv(), { times: 5, as: 'area' }));
    expect(entryOf(after, 'custom.area')).to.equal(15);
  });

  it('refuses options that the schema does not know, before anything runs', () => {
    const { code, message } = thrownBy(() => declared(doubled)(fileEnv(), JSON.parse('{"time": 3}')));
    expect(code).to.equal('OPTIONS_INVALID');
    expect(message).to.match(/^measure-size: unknown option "time"; did you mean "times"\?/);
  });

  it('says what bound options read, write and ask for', () => {
    const { reads, writes, models, name } = declared(doubled).spec.bind({ as: 'area' });
    expect({ name, reads, writes, models }).to.deep.equal({
      name: 'measure-size',
      reads: ['custom.given'],
      writes: ['custom.area'],
      models: [],
    });
  });

  const additions = adding('custom.size', 1, [{ code: 'ODD', message: 'odd' }]);
  const forms: Readonly<Record<string, () => ObservableInput<typeof additions> | typeof additions>> = {
    'a plain result': () => additions,
    'a promise': async () => additions,
    'an observable': () => of(additions),
    'an observable that takes its time': () => timer(1).pipe(map(() => additions)),
  };
  for (const [what, result] of Object.entries(forms))
    it(`takes ${what}`, async () => {
      const after = await through(given(), giving(result)(fileEnv(), {}));
      expect(entryOf(after, 'custom.size')).to.equal(1);
      expect(after.warnings).to.deep.equal([{ code: 'ODD', message: 'odd' }]);
    });

  it('starts the work once a run, and takes studies one after the other', async () => {
    let starts = 0;
    const seen: string[] = [];
    const operator = declared(() => {
      starts++;
      return async (state) => {
        seen.push(`begin ${state.study.id}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(`end ${state.study.id}`);
        return adding('custom.size', 1);
      };
    });
    const studies = ['a', 'b'].map((id) => stateOf({ id, series: [] }));
    const after = await lastValueFrom(from(studies).pipe(operator(fileEnv(), {}), toArray()));
    expect(after.map(({ study }) => study.id)).to.deep.equal(['a', 'b']);
    expect(seen).to.deep.equal(['begin a', 'end a', 'begin b', 'end b']);
    expect(starts).to.equal(1);
  });

  it('passes an error of the source on as it is', async () => {
    const failure = new Error('no more studies');
    const [outcome] = await Promise.allSettled([
      lastValueFrom(throwError(() => failure).pipe(declared(doubled)(fileEnv(), {}))),
    ]);
    expect(outcome).to.have.property('reason', failure);
  });

  it('ends the work when nobody listens any more', () => {
    let ended = false;
    const neverDone = new Observable<typeof additions>(() => () => {
      ended = true;
    });
    const operator = giving(() => neverDone);
    of(given()).pipe(operator(fileEnv(), {})).subscribe().unsubscribe();
    expect(ended).to.equal(true);
  });

  describe('cancellation', () => {
    const endOf = async (result: () => unknown, signal: AbortSignal) => {
      const work = giving(result).spec.bind({}).work(fileEnv());
      return (await rejectionOf(lastValueFrom(work(given(), { signal })))).cause;
    };

    it('hands the work a signal that aborts when its stream is unsubscribed, and not when it has ended', async () => {
      const signals: AbortSignal[] = [];
      const operator = declared(() => (state, { signal }) => {
        signals.push(signal);
        return state.study.id === 'never' ? new Promise(() => {}) : additions;
      })(fileEnv(), {});
      await through(given(), operator);
      of(stateOf({ id: 'never', series: [] }))
        .pipe(operator)
        .subscribe()
        .unsubscribe();
      expect(signals.map(({ aborted }) => aborted)).to.deep.equal([false, true]);
    });

    it('ends an Observable at once, with the reason of its signal', async () => {
      const cancelled = new AbortController();
      let ended = false;
      const neverDone = new Observable<typeof additions>(() => () => {
        ended = true;
      });
      const end = endOf(() => neverDone, cancelled.signal);
      cancelled.abort('over');
      expect(await end).to.equal('over');
      expect(ended).to.equal(true);
    });

    const late: Readonly<Record<string, (until: Promise<unknown>) => unknown>> = {
      'a promise': async (until) => {
        await until;
        return additions;
      },
      'an async generator': async function* (until) {
        await until;
        yield additions;
      },
    };
    for (const [what, work] of Object.entries(late))
      it(`waits for ${what} to end, and drops what it gives`, async () => {
        const cancelled = new AbortController();
        let [finish, hasEnded] = [() => {}, false];
        const until = new Promise<void>((resolve) => {
          finish = resolve;
        });
        const end = endOf(() => work(until), cancelled.signal).finally(() => {
          hasEnded = true;
        });
        cancelled.abort('over');
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(hasEnded).to.equal(false);
        finish();
        expect(await end).to.equal('over');
      });

    it('begins no work on a study that is cancelled', async () => {
      let began = false;
      const begin = () => {
        began = true;
        return additions;
      };
      expect(await endOf(begin, AbortSignal.abort('over'))).to.equal('over');
      expect(began).to.equal(false);
    });
  });

  it('sends errors off with the study and the operator, whatever threw them', async () => {
    const cause = new RangeError('too far');
    const throwing: readonly (() => unknown)[] = [
      () => {
        throw cause;
      },
      () => Promise.reject(cause),
      () => throwError(() => cause),
    ];
    for (const result of throwing) {
      const error = await rejectionOf(through(given(), giving(result)(fileEnv(), {})));
      expect(error).to.include({ code: 'UNEXPECTED', cause });
      expect(error.message).to.equal('study 4003253 / measure-size: too far');
    }
  });

  it('adds its place to an error that knows a better one', async () => {
    const known = new SpineError({ code: 'ODD', reason: 'odd', where: { seriesId: '7', file: '1.dcm' } });
    const error = await rejectionOf(through(given(), giving(() => Promise.reject(known))(fileEnv(), {})));
    expect(error.message).to.equal('study 4003253 / series 7 / 1.dcm / measure-size: odd');
  });

  const refused: readonly (readonly [string, () => unknown, string, string])[] = [
    [
      'an entry that it did not declare',
      () => adding('custom.length', 1),
      'ENTRY_UNDECLARED',
      'gives the entry "custom.length", not declared in "writes" (declared: custom.size); declare every entry that it gives',
    ],
    [
      'several entries that it did not declare',
      () => addingAll(adding('custom.a', 1), adding('custom.size', 1), adding('custom.b', 1)),
      'ENTRY_UNDECLARED',
      'gives the entries "custom.a", "custom.b", not declared in "writes" (declared: custom.size); declare every entry that it gives',
    ],
    [
      'nothing',
      () => undefined,
      'RESULT_UNEXPECTED',
      `returned nothing; expected additions, e.g. adding('custom.name', value)`,
    ],
    [
      'a number',
      () => Promise.resolve(5),
      'RESULT_UNEXPECTED',
      `returned 5 (number); expected additions, e.g. adding('custom.name', value)`,
    ],
    [
      'a whole study',
      given,
      'RESULT_UNEXPECTED',
      `returned a whole study; expected additions, e.g. adding('custom.name', value)`,
    ],
    [
      'a promise as an entry',
      () => adding('custom.size', Promise.resolve(3)),
      'RESULT_UNEXPECTED',
      'gives a promise as the entry "custom.size"; await it first',
    ],
    [
      'a list',
      () => [1, 2] as never,
      'RESULT_UNEXPECTED',
      `returned a list; expected additions, e.g. adding('custom.name', value)`,
    ],
    [
      'an observable without a result',
      () => EMPTY,
      'RESULT_COUNT_UNEXPECTED',
      'emitted nothing for a study; expected exactly one result',
    ],
    [
      'an observable with two results',
      () => of(additions, additions),
      'RESULT_COUNT_UNEXPECTED',
      'emitted more than once for a study; expected exactly one result',
    ],
  ];
  for (const [what, result, code, reason] of refused)
    it(`refuses work that gives ${what}`, async () => {
      const error = await rejectionOf(through(given(), giving(result)(fileEnv(), {})));
      expect(error).to.include({ code, reason });
      expect(error.where).to.include({ studyId: '4003253', operator: 'measure-size' });
    });

  it('refuses an "apply" that does the work at once', () => {
    const error = thrownBy(() => declared(() => adding('custom.size', 1) as never)(fileEnv(), {}));
    expect(error).to.include({
      code: 'RESULT_UNEXPECTED',
      reason:
        'the result of "apply" is an object, expected a function of a study: (options, env) => (study, { signal }) => additions',
    });
  });

  const complete = {
    name: 'x',
    summary: 'X.',
    options,
    reads: () => [],
    writes: () => [],
    apply: () => () => additions,
  };
  const misdeclared: readonly (readonly [object, string])[] = [
    [{ name: 'Measure Size' }, '"name" is "Measure Size" (text), expected kebab-case words such as "crop-rois"'],
    [{ name: undefined }, '"name" is nothing, expected kebab-case words such as "crop-rois"'],
    [{ summary: ' ' }, '"summary" is " " (text), expected one sentence'],
    [
      { options: { times: 'number' } },
      '"options" is an object, expected a schema made with the "z" of spinestream, such as z.strictObject({ ... })',
    ],
    [
      { example: () => given() },
      '"example" is a function, expected an object with "options" and a function "study", or nothing',
    ],
    [{ reads: ['series'] }, '"reads" is a list, expected a function of the options that gives names of entries'],
    [{ writes: 3 }, '"writes" is 3 (number), expected a function of the options that gives names of entries'],
    [{ apply: null }, '"apply" is nothing, expected a function of the options and the environment'],
  ];
  for (const [change, reason] of misdeclared)
    it(`refuses a declaration whose ${reason.replace(/, expected.*/, '')}`, () => {
      const spec = { ...complete, ...change } as typeof complete; // as somebody without a type checker would
      const error = thrownBy(() => defineOperator(spec));
      expect(error).to.include({ code: 'PLUGIN_MISDECLARED', reason: `defineOperator: ${reason}` });
    });

  it('knows its own products', () => {
    expect(isOperator(declared(doubled))).to.equal(true);
    for (const other of [undefined, {}, () => {}, declared(doubled).spec]) expect(isOperator(other)).to.equal(false);
  });
});
