import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { type Admission, byteBudget } from '../../src/streams/byte-budget.ts';

/** What came of asking: the admission, once there is one. */
const asked = (admission: Promise<Admission>) => {
  const state: { admission?: Admission } = {};
  void admission.then((given) => {
    state.admission = given;
  });
  return state;
};

describe('byteBudget', () => {
  it('lets the first run alone, to learn what a byte of file needs', async () => {
    const budget = byteBudget(1000);
    const first = await budget.admit(10);
    const second = asked(budget.admit(10));
    await turn();
    expect(second.admission).to.equal(undefined);
    first.uses(300);
    first.leave();
    await turn();
    expect(second.admission).not.to.equal(undefined);
  });

  it('admits as many as the need that it learnt allows', async () => {
    const budget = byteBudget(1000);
    const first = await budget.admit(10);
    first.uses(300); // 30 bytes for each byte of file
    first.leave();
    const asking = [10, 10, 10, 10].map((fileBytes) => asked(budget.admit(fileBytes)));
    await turn();
    expect(asking.filter(({ admission }) => admission !== undefined)).to.have.length(3);
    asking[0]?.admission?.leave();
    await turn();
    expect(asking.filter(({ admission }) => admission !== undefined)).to.have.length(4);
  });

  it('remembers the greatest need', async () => {
    const budget = byteBudget(1000);
    for (const bytes of [600, 100]) {
      const one = await budget.admit(10);
      one.uses(bytes);
      one.uses(5);
      one.leave();
    }
    await budget.admit(10); // reserves 600
    const next = asked(budget.admit(10));
    await turn();
    expect(next.admission).to.equal(undefined);
    expect(budget.peakBytes()).to.equal(600);
  });

  it('counts what is really used where that is more than was expected', async () => {
    const budget = byteBudget(1000);
    const first = await budget.admit(10);
    first.uses(100);
    first.leave();
    const large = await budget.admit(10);
    large.uses(950);
    const next = asked(budget.admit(10));
    await turn();
    expect(next.admission).to.equal(undefined);
  });

  it('admits one that is larger than the budget when nothing else is there', async () => {
    const budget = byteBudget(10);
    const first = await budget.admit(10);
    first.uses(100);
    first.leave();
    expect(await budget.admit(1000)).to.have.property('leave');
  });

  it('adds up what all use at a time', async () => {
    const budget = byteBudget(1000);
    const [a, b] = await Promise.all([budget.admit(0), budget.admit(0)]);
    a.uses(100);
    b.uses(200);
    a.uses(50);
    expect(budget.peakBytes()).to.equal(300);
  });
});
