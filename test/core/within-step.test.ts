import { AsyncLocalStorage } from 'node:async_hooks';
import { expect } from 'chai';
import { defer, finalize, lastValueFrom, map, mergeMap, NEVER, type Observable, of, throwError, timer } from 'rxjs';
import { beganWithin, type StepUnderWay } from '../../src/core/within-step.ts';

describe('beganWithin', () => {
  const steps = new AsyncLocalStorage<StepUnderWay | undefined>();
  const here = () => steps.getStore()?.operator ?? 'outside';
  const within =
    (operator: string) =>
    <T>(work: Observable<T>) =>
      beganWithin((step, run) => steps.run(step, run), { operator, studyId: '1' }, work);

  it('has the work within its step, at once and later, and what follows outside', async () => {
    const seen: string[] = [];
    const note = (where: string) => seen.push(`${where} ${here()}`);
    const work = defer(() => {
      note('work');
      return timer(1).pipe(map(() => note('later')));
    });
    await lastValueFrom(
      within('a')(work).pipe(
        map(() => note('after')),
        mergeMap(() => within('b')(defer(() => of(note('work'))))),
        map(() => note('after')),
      ),
    );
    expect(seen).to.eql(['work a', 'later a', 'after outside', 'work b', 'after outside']);
  });

  it('passes errors on, outside', async () => {
    const failed = within('a')(throwError(() => new Error('no')));
    const told = await new Promise<string>((resolve) => {
      failed.subscribe({ error: ({ message }: Error) => resolve(`${message} ${here()}`) });
    });
    expect(told).to.equal('no outside');
  });

  it('stops the work when it is unsubscribed', () => {
    let stopped = false;
    const work = NEVER.pipe(
      finalize(() => {
        stopped = true;
      }),
    );
    within('a')(work).subscribe().unsubscribe();
    expect(stopped).to.equal(true);
  });
});
