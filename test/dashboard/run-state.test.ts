import { expect } from 'chai';
import type { StudyRecord } from '../../src/core/study-record.ts';
import { runState } from '../../src/dashboard/run/run-state.ts';
import { inFlight } from '../../src/dashboard/run/studies-at-work.ts';
import type { GradeEvent } from '../../src/run/grade-studies.ts';
import { toyPipeline } from '../support/toy-pipeline.ts';

const idle = () => {};
const { pipeline } = toyPipeline(
  `steps:
  - a: { to: [custom.x] }
  - b: { from: [custom.x], to: [custom.y] }
  - c: { from: [custom.x, custom.y], to: [custom.z] }
outputs:
  - table: { entry: custom.z }
`,
  { a: idle, b: idle, c: idle },
);

const record = (studyId: string, more: Partial<StudyRecord> = {}): StudyRecord => ({
  ...{ studyId, input: '', tables: {}, warnings: [] },
  ...more,
});

/** A state with a clock to turn. */
const watched = () => {
  let nowMs = 0;
  const state = runState({ concurrency: 2, memoryBytes: 1000, rssBytes: () => 500, now: () => nowMs });
  const begun = (studyId: string, step: number) =>
    state.onEvent({ type: 'step-begun', operator: 'abc'[step]!, step, studyId });
  const ended = (studyId: string, step: number, ms: number) =>
    state.onEvent({ type: 'step', operator: 'abc'[step]!, step, ms, studyId });
  const study = (one: StudyRecord) => state.onEvent({ type: 'study', record: one, ms: 10 });
  const at = (ms: number) => {
    nowMs = ms;
  };
  const opened: readonly GradeEvent[] = [
    { type: 'checked', pipeline, warnings: [] },
    { type: 'opened', studies: 4, absent: 0, described: true, notes: [] },
  ];
  for (const event of opened) state.onEvent(event);
  return { state, begun, ended, study, at };
};

describe('runState', () => {
  it('says where each study is, what it holds, and when the window is full', () => {
    const { state, begun, ended, at } = watched();
    expect(state.snapshot().phase).to.equal('starting');
    begun('1', 0);
    at(1000);
    ended('1', 0, 1000);
    begun('1', 1);
    begun('2', 0);
    at(1500);
    const { phase, steps, inFlight, atWork, window } = state.snapshot();
    expect(phase).to.equal('running');
    expect(steps.map(({ at: count }) => count)).to.deep.equal([1, 1, 0]);
    expect(atWork).to.deep.equal([
      { studyId: '1', step: 1, ms: 1500, stepMs: 500 },
      { studyId: '2', step: 0, ms: 500, stepMs: 500 },
    ]);
    expect(window).to.deep.equal({ inProgress: 2, concurrency: 2, outputsWait: false });
    const edges = state.graph()!.edges.map(({ from, to }) => from + to);
    expect(edges).to.deep.equal(['sources1', 's1s2', 's2s3', 's3o1']); // a to c is implied
    expect(inFlight).to.deep.equal([0, 0, 0, 0]);
    ended('1', 1, 500);
    begun('1', 2);
    ended('1', 2, 500);
    expect(state.snapshot().writing).to.equal(1);
  });

  it('counts on a way the studies that have left its one end and not come to the other', () => {
    const at = (...steps: readonly number[]) =>
      steps.map((step, index) => ({ studyId: String(index), step, begunMs: 0, sinceMs: 0 }));
    expect(inFlight({ from: 0, to: 3 }, at(0, 1, 2, 2, 3, 4))).to.equal(3);
    expect(inFlight({ from: -1, to: 0 }, at(0, 1))).to.equal(0); // a source hands out none before there is room
  });

  it('shares the time among steps, and counts the rate of each', () => {
    const { state, ended, at } = watched();
    at(30_000);
    for (let i = 0; i < 10; i++) {
      ended(String(i), 0, 30);
      ended(String(i), 1, 90);
    }
    at(60_000);
    const { steps } = state.snapshot();
    expect(steps.map(({ share }) => share)).to.deep.equal([0.25, 0.75, 0]);
    expect(steps[1]).to.include({ done: 10, meanMs: 90 });
    expect(steps[1]!.perMinute).to.be.within(19, 21);
  });

  it('says how long the rest takes at the pace so far, running down until there is more', () => {
    const { state, begun, study, at } = watched();
    begun('1', 0);
    at(2000);
    study(record('1'));
    expect(state.snapshot().studies.leftMs).to.equal(6000);
    at(3000);
    expect(state.snapshot().studies.leftMs).to.equal(5000);
    state.onEvent({ type: 'done-earlier', studyId: '2' });
    expect(state.snapshot().studies).to.include({ done: 1, earlier: 1, total: 4, leftMs: 3000 });
  });

  it('tells of failures and warnings, the newest first, and lets no flood of warnings drive out a failure', () => {
    const { state, study } = watched();
    const error = { code: 'STUDY_BAD', reason: 'is bad', where: { operator: 'b' }, causes: [] };
    study(record('1', { error }));
    const warning = { code: 'ODD', message: 'is odd', seriesId: undefined, sites: [], count: 3 };
    for (let i = 0; i < 500; i++) study(record(String(i), { warnings: [warning] }));
    const { messages, studies, warnings, warned } = state.snapshot();
    expect(messages.length).to.be.at.most(80);
    expect(messages[0]).to.include({ kind: 'warning', studyId: '499', text: 'is odd (3 times)' });
    expect(messages.at(-1)).to.include({ kind: 'failure', studyId: '1', code: 'STUDY_BAD', text: 'b: is bad' });
    expect(studies.failed).to.equal(1);
    expect(warnings).to.equal(500);
    expect(warned).to.deep.equal([['ODD', 500]]);
  });

  it('shows a budget where there is one', () => {
    const { state } = watched();
    expect(state.snapshot().memory).to.deep.equal({ rssBytes: 500, limitBytes: 1000, budget: undefined });
    state.onEvent({ type: 'budget-opened', budgetBytes: 100, heldBytes: () => 70 });
    expect(state.snapshot().memory.budget).to.deep.equal({ usedBytes: 70, bytes: 100 });
  });

  it('ends, or fails, and keeps what it showed', () => {
    const { state, begun, at } = watched();
    begun('1', 0);
    at(1000);
    state.end({ code: 'DISK_FULL', reason: 'no room' });
    at(9000);
    expect(state.snapshot()).to.deep.include({
      ...{ phase: 'failed', failure: { code: 'DISK_FULL', reason: 'no room' }, elapsedS: 1, atWork: [] },
    });
    const { state: other } = watched();
    other.end(undefined);
    expect(other.snapshot().phase).to.equal('ended');
  });

  it('costs less than 1% of a minute in which a thousand studies are graded', () => {
    const { state, begun, ended, study } = watched();
    const before = process.cpuUsage();
    for (let i = 0; i < 1000; i++) {
      for (let round = 0; round < 9; round++)
        for (const step of [0, 1, 2]) {
          begun(String(i), step);
          ended(String(i), step, 1);
        }
      study(record(String(i)));
      if (i % 17 === 0) JSON.stringify(state.snapshot()); // sixty in all
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).to.be.below(600);
  });
});
