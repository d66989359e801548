import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { delay, from, lastValueFrom, map, type Observable, of, tap, toArray } from 'rxjs';
import { z } from 'zod';
import { defineOperator } from '../../src/core/define-operator.ts';
import type { StudyItem } from '../../src/core/study-item.ts';
import { adding, entryOf, stateOf } from '../../src/core/study-state.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { throughWindow } from '../../src/streams/through-window.ts';
import { fileEnv } from '../support/operator-flow.ts';

const STUDIES = 100;
/** Garbage is not collected for every study: that takes a tenth of a second. */
const SAMPLED_EVERY = 9;
const studyOf = (index: number) => ({ id: String(index), series: [] });

async function* source(count = STUDIES): AsyncGenerator<StudyItem> {
  for (let index = 0; index < count; index++) yield { study: studyOf(index) };
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** How many of the pixels that were loaded can still be reached. */
const pixelCount = () => {
  const loaded: WeakRef<object>[] = [];
  return {
    loaded: (pixels: object) => loaded.push(new WeakRef(pixels)),
    alive: async (): Promise<number> => {
      let fewest = Number.POSITIVE_INFINITY;
      // What a promise or a WeakRef held in one turn, as of a study that has just left, is free in the next.
      for (let turn = 0; turn < 3; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
        collectGarbage();
        fewest = Math.min(fewest, loaded.filter((reference) => reference.deref() !== undefined).length);
      }
      return fewest;
    },
  };
};

/** An operator that loads pixels at once, and one that takes its time with them; the greatest number of pixels that were alive. */
const loadAndLook = () => {
  const pixels = pixelCount();
  let most = 0;
  const common = { options: z.strictObject({}), summary: 'x' };
  const load = defineOperator({
    ...common,
    name: 'load',
    reads: () => [],
    writes: () => ['custom.pixels'],
    apply: () => () => {
      const buffer = new Float32Array(4096);
      pixels.loaded(buffer);
      return adding('custom.pixels', buffer);
    },
  });
  const look = defineOperator({
    ...common,
    name: 'look',
    reads: () => ['custom.pixels'],
    writes: () => ['custom.sum'],
    apply: () => async (state) => {
      if (Number(state.study.id) % SAMPLED_EVERY === 0) most = Math.max(most, await pixels.alive());
      return adding('custom.sum', Number(entryOf(state, 'custom.pixels') !== undefined));
    },
  });
  return { operators: [load(fileEnv(), {}), look(fileEnv(), {})] as const, most: () => most };
};

describe('studies through operators', function () {
  this.timeout(60_000);

  for (const concurrency of [1, 3])
    it(`keeps the pixels of ${concurrency} of ${STUDIES} studies at a time`, async () => {
      const { operators, most } = loadAndLook();
      const done = throughWindow(source(), concurrency, operators).pipe(map(({ study }) => study.id));
      expect(await lastValueFrom(done.pipe(toArray()))).to.have.length(STUDIES);
      expect(most()).to.be.within(1, concurrency);
    });

  it(`where a bare pipe keeps those of all ${STUDIES}`, async () => {
    const { operators, most } = loadAndLook();
    const states = from(Array.from({ length: STUDIES }, (_, index) => stateOf(studyOf(index))));
    await lastValueFrom(states.pipe(...operators));
    expect(most()).to.equal(STUDIES);
  });

  it('makes an outcome of a study that fails, on its way or before it, and goes on', async () => {
    const error = new SpineError({ code: 'STUDY_MISSING', reason: 'not there' });
    const warnings = [{ code: 'SERIES_MIXED', message: 'left out' }];
    const items: readonly StudyItem[] = [
      { study: { id: 'gone' }, error, warnings },
      { study: studyOf(1), warnings },
      { study: studyOf(2) },
    ];
    const broken = <T extends { readonly study: { readonly id: string } }>(studies: Observable<T>) =>
      studies.pipe(
        tap(({ study }) => {
          if (study.id === '1') throw new Error('broken');
        }),
      );
    const outcomes = await lastValueFrom(throughWindow(itemsOf(items), 1, [broken]).pipe(toArray()));
    expect(outcomes.map((one) => [one.study.id, one.error?.reason])).to.deep.equal([
      ['gone', 'not there'],
      ['1', 'broken'],
      ['2', undefined],
    ]);
    expect(outcomes[1]?.error?.where).to.deep.equal({ studyId: '1' });
    for (const failed of outcomes.slice(0, 2))
      expect('warnings' in failed && failed.warnings?.map(({ code }) => code)).to.deep.equal(['SERIES_MIXED']);
  });

  it('starts a study with what its source noticed', async () => {
    const warnings = [{ code: 'SERIES_MIXED', message: 'left out' }];
    const outcome = await lastValueFrom(throughWindow(itemsOf([{ study: studyOf(1), warnings }]), 1, []));
    expect(outcome.state?.warnings).to.deep.equal(warnings);
  });

  it('takes a flow of any kind in place of operators', async () => {
    const ids = throughWindow(source(3), 2, ({ study }) => of(study.id).pipe(delay(1)));
    expect((await lastValueFrom(ids.pipe(toArray()))).sort()).to.deep.equal(['0', '1', '2']);
  });
});

async function* itemsOf(items: readonly StudyItem[]): AsyncGenerator<StudyItem> {
  yield* items;
}
