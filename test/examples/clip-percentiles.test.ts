import { expect } from 'chai';
import { clipPercentiles, clippedToPercentiles } from '../../examples/clip-percentiles.ts';
import { brokenLaws, checkFiles, entryOf } from '../../src/index.ts';
import { runPipelineFile } from './support.ts';

const FILE = 'examples/clip-percentiles.yaml';

describe('the example clip-percentiles', () => {
  it('limits values to the percentiles, then standardises', () => {
    // sorted 0 1 2 3 100; the 20th percentile is the value of rank 1, the 60th that of rank 3: clipped 1 1 2 3 3, mean 2, variance 0.8
    const clipped = clippedToPercentiles(Float32Array.of(100, 0, 2, 1, 3), { lowerPercent: 20, upperPercent: 60 });
    const expected = [1, -1, 0, -1, 1].map((value) => value / Math.sqrt(0.8));
    for (const [index, value] of expected.entries()) expect(clipped[index]).to.be.closeTo(value, 1e-6);
  });

  it('keeps the laws of operators', async () => {
    expect(await brokenLaws(clipPercentiles)).to.deep.equal([]);
  });

  it('runs in its pipeline file', async () => {
    expect(await checkFiles([FILE], {})).to.deep.equal([]);
    const state = await runPipelineFile(FILE, { upper: '90' });
    expect(entryOf(state, 'keypoints.sagt2')).to.have.length(5);
  });

  it('refuses a lower percentile above the upper one, where the file says it', async () => {
    const [diagnostic] = await checkFiles([FILE], { upper: '0.25' });
    expect(diagnostic).to.include({ code: 'OPTION_INVALID', line: 18 });
    expect(diagnostic?.message).to.equal('clip-percentiles: expected "lowerPercent" below "upperPercent"');
  });
});
