import { expect } from 'chai';
import { bytesOf } from '../../src/core/bytes-of.ts';
import { adding, entryOf, stateOf } from '../../src/core/study-state.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { normalise } from '../../src/operators/normalise.ts';
import { selectSlices } from '../../src/operators/select-slices.ts';
import { stateWith, through } from '../support/operator-flow.ts';
import { evenSeries, smallStudy } from '../support/study-in-memory.ts';

const STUDY = { id: '1', series: [] };

describe('bytesOf', () => {
  it('counts number buffers in lists and records, each buffer once', () => {
    const pixels = new Float32Array(10);
    const state = stateWith(
      STUDY,
      adding('custom.whole', [{ pixels }]),
      adding('custom.part', { inner: { pixels: pixels.subarray(2, 4) } }),
      adding('custom.other', new Uint8Array(3)),
      adding('custom.name', 'a name'),
    );
    expect(bytesOf(state)).to.equal(43);
    expect(bytesOf(stateOf(STUDY))).to.equal(0);
  });

  it('asks the slices, and counts stacks', async () => {
    const { study, env } = smallStudy([evenSeries('1', 'Axial T2', { count: 4 })]);
    const loaded = await through(stateOf(study), loadSeries(env, {}));
    expect(bytesOf(loaded)).to.equal(0);
    const state = await through(
      loaded,
      selectSlices(env, { kind: 'Axial T2', slices: 2, as: 'x' }),
      normalise(env, { selections: 'x', resolutionPx: 8, as: 'x' }),
    );
    const held = entryOf(state, 'slices').bytes();
    // two slices of 4 x 6 pixels of 16 bits at least
    expect(held).to.be.at.least(2 * 4 * 6 * 2);
    expect(bytesOf(state)).to.equal(held + 2 * 8 * 8 * 4);
  });
});
