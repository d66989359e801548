import { expect } from 'chai';
import fc from 'fast-check';
import { defer, from, lastValueFrom, mergeMap, toArray } from 'rxjs';
import { endingAtWork, studiesAtWork, suspectsAlone } from '../../../src/run/in-progress/suspects-alone.ts';
import { throughWindow } from '../../../src/streams/through-window.ts';

async function* itemsOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

describe('suspectsAlone', () => {
  it('never has a suspect and another study at work, and passes all of them on in order', async () => {
    const study = fc.record({ suspect: fc.boolean(), turns: fc.nat(5), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(study, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (studies, window) => {
        const [atWork, begun] = [new Set<number>(), [] as number[]];
        const places = [...studies.keys()];
        const flow = (at: number) =>
          defer(async () => {
            atWork.add(at);
            begun.push(at);
            const alone = [...atWork].some((one) => studies[one]!.suspect);
            if (alone) expect([...atWork]).to.deep.equal([at]);
            for (let turn = 0; turn < studies[at]!.turns; turn++) await Promise.resolve();
            atWork.delete(at);
            return studies[at]!.fails ? [] : [at];
          }).pipe(mergeMap((found) => from(found)));
        const counted = studiesAtWork();
        const source = suspectsAlone(itemsOf(places), {
          isSuspect: (at) => studies[at]!.suspect,
          atWork: counted,
          isHalted: () => false,
          onDropped: () => expect.fail('nothing is dropped'),
        });
        const done = await lastValueFrom(throughWindow(source, window, endingAtWork(flow, counted)).pipe(toArray()));
        expect(begun).to.deep.equal(places);
        expect(done.toSorted((a, b) => a - b)).to.deep.equal(places.filter((at) => !studies[at]!.fails));
      }),
    );
  });
});
