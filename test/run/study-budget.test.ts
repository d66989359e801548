import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { defer, lastValueFrom, merge, throwError } from 'rxjs';
import { adding } from '../../src/core/study-state.ts';
import type { StudyRef } from '../../src/domain/study.ts';
import { studyBudget } from '../../src/run/study-budget.ts';
import { studyFilesOf } from '../../src/streams/sources/study-files.ts';
import { writeTree } from '../support/file-tree.ts';
import { stateWith } from '../support/operator-flow.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('studyBudget', () => {
  const folder = temporaryFolder();

  const study = async (id: string): Promise<StudyRef> => {
    await writeTree(folder(), { [`${id}/1.dcm`]: 'x'.repeat(100) });
    return { id, series: [{ id: 's', kind: 'Axial T2', folder: join(folder(), id) }] };
  };

  it('runs as many studies at a time as their pixels fit', async () => {
    const budget = studyBudget(2500, studyFilesOf);
    let [running, most] = [0, 0];
    const work = (ref: StudyRef) =>
      defer(async () => {
        running++;
        most = Math.max(most, running);
        budget.measure(stateWith(ref, adding('custom.pixels', new Uint8Array(1000))));
        await pause(5);
        running--;
      });
    const studies = await Promise.all(['1', '2', '3', '4', '5', '6'].map(study));
    await lastValueFrom(merge(...studies.map((ref) => budget.within({ study: ref }, work(ref)))));
    expect(most).to.equal(2);
    expect(budget.peakBytes()).to.equal(2000);
  });

  it('makes room again when a study fails', async () => {
    const budget = studyBudget(10, studyFilesOf);
    for (const id of ['1', '2', '3']) {
      const ref = await study(id);
      const failing = budget.within(
        { study: ref },
        throwError(() => new Error('no')),
      );
      const [outcome] = await Promise.allSettled([lastValueFrom(failing)]);
      expect(outcome.status).to.equal('rejected');
    }
  });

  it('keeps the place of a study that left work behind until that has ended', async () => {
    const budget = studyBudget(1500, studyFilesOf);
    const order: string[] = [];
    let end = () => {};
    const work = (ref: StudyRef) =>
      defer(async () => {
        order.push(`${ref.id} begins`);
        budget.measure(stateWith(ref, adding('custom.pixels', new Uint8Array(1000))));
        if (ref.id === '1') budget.holdUntil('1', new Promise((resolve) => (end = resolve)));
      });
    const [one, two] = [await study('1'), await study('2')];
    await lastValueFrom(budget.within({ study: one }, work(one)));
    const second = lastValueFrom(budget.within({ study: two }, work(two)));
    await pause(20);
    order.push('1 ends');
    end();
    await second;
    expect(order).to.deep.equal(['1 begins', '1 ends', '2 begins']);
  });

  it('ignores states of studies that are not in work', () => {
    const budget = studyBudget(10, studyFilesOf);
    budget.measure(stateWith({ id: '9', series: [] }, adding('custom.pixels', new Uint8Array(1000))));
    expect(budget.peakBytes()).to.equal(0);
  });
});
