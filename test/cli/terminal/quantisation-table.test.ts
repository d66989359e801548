import { expect } from 'chai';
import { float32Notice } from '../../../src/cli/terminal/float32-notice.ts';
import { quantisationTable } from '../../../src/cli/terminal/quantisation-table.ts';
import type { QuantisedNetwork } from '../../../src/models/quantise/quantisation-record.ts';

const LIMITS = { minSpeedup: 1.2, maxPeakShiftMm: 1, maxProbabilityChange: 0.05, maxScoreChange: 0.005 };
const MADE: QuantisedNetwork = {
  ...{ fold: 1, weights: 'best', sha256: 'a', decision: 'int8', file: { name: 'fold1-best-int8.onnx', sha256: 'b' } },
  ...{ method: 'entropy', studies: 20, pipeline: 'demo', layers: 24, float32Layers: ['conv1'] },
  ...{ processor: 'a processor', library: 'onnxruntime-node 1' },
  speed: {
    rows: 5,
    rounds: 9,
    threads: 2,
    float32Ms: 60,
    int8Ms: 22,
    float32CpuMs: 112.5,
    int8CpuMs: 37.5,
    speedup: 3,
  },
  difference: {
    ...{ values: 100, unit: 'probability', median: 0, percentile99: 0.0123, greatest: 0.02 },
    logLoss: { float32: 0.4063, int8: 0.4084 },
  },
};

describe('quantisationTable', () => {
  it('shows times, differences and the decision', () => {
    expect(quantisationTable(MADE, LIMITS)).to.equal(
      `fold 1 best: 24 layers, 1 kept in float32; 20 studies, entropy
                             float32        int8
  time, 5 rows               60.0 ms     22.0 ms
  CPU time, 2 threads       112.5 ms     37.5 ms
  100 probabilities changed: median 0.0000, 99% within 0.0123 (limit 0.0500), at most 0.0200
  weighted log loss           0.4063      0.4084
  int8 is kept, 3.00 times faster: fold1-best-int8.onnx
`,
    );
    const { file: _, ...others } = MADE;
    expect(quantisationTable({ ...others, decision: 'float32', reason: 'too slow' }, LIMITS)).to.match(
      / {2}float32 is kept: too slow\n$/,
    );
  });
});

describe('float32Notice', () => {
  it('names folds by reason', () => {
    const folds = [
      { fold: 1, reason: 'never quantised' },
      { fold: 2, reason: 'too slow' },
      { fold: 3, reason: 'never quantised' },
    ];
    expect(float32Notice({ name: 'spinal', folds })).to.equal(
      'model "spinal" stays in float32 (fold 1, 3: never quantised; fold 2: too slow)',
    );
  });
});
