import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { featuresFile, formatFeatures, readFeatures } from '../../../src/models/features/feature-record.ts';
import type { FeatureReference } from '../../../src/models/features/feature-reference.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const REFERENCE: FeatureReference = {
  studies: 3,
  bound: 2.25,
  beyond: 0,
  distances: { count: 2, low: 0.5, median: 0.75, high: 1.5, values: [0.5, 1.5] },
  space: {
    mean: Float32Array.of(0.1, -1e-7, 3e8),
    directions: [Float32Array.of(1, 0, 0), Float32Array.of(0, 0.6, -0.8)],
    variances: [2, 1],
    remainder: 0.25,
  },
};

describe('the record of features', () => {
  const folder = temporaryFolder();
  const write = (text: string) => writeFile(join(folder(), featuresFile(2)), text);
  const read = (sha256 = 'a', which: 'best' | 'last' = 'best') => readFeatures(folder(), { fold: 2, which, sha256 });

  it('gives back every number, and the hash of its file', async () => {
    await write(formatFeatures('a', REFERENCE));
    const stored = await read();
    expect(stored?.reference).to.deep.equal(REFERENCE);
    expect(stored?.sha256).to.match(/^[0-9a-f]{64}$/);
    const { bound, ...without } = REFERENCE;
    await write(formatFeatures('a', without));
    expect((await read())?.reference).to.deep.equal(without);
    expect((await read())?.sha256).not.to.equal(stored?.sha256);
  });

  it('is absent for a fold without one, and for last weights other than the best', async () => {
    expect(await read()).to.equal(undefined);
    await write(formatFeatures('a', REFERENCE));
    expect(await read('b', 'last')).to.equal(undefined);
    expect((await read('a', 'last'))?.reference.studies).to.equal(3);
  });

  it('is refused for best weights other than those that computed the features', async () => {
    await write(formatFeatures('a', REFERENCE));
    const error = await rejectionOf(read('b'));
    expect(error.code).to.equal('FEATURES_STALE');
    expect(error.reason).to.include('spinestream features');
    expect(error.where.file).to.equal(join(folder(), 'fold2-features.json'));
  });

  const made = JSON.parse(formatFeatures('a', REFERENCE));
  const invalid: Readonly<Record<string, unknown>> = {
    'is no JSON': '{',
    'lacks a number': { ...made, remainder: undefined },
    'has a variance too many': { ...made, variances: [2, 1, 1] },
    'has a direction of another length': { ...made, directions: [made.mean, 'AACAPw=='] },
    'has half a number': { ...made, mean: 'AAAA' },
    'has an infinite number': { ...made, mean: Buffer.from(Float32Array.of(1, Infinity, 1).buffer).toString('base64') },
    'is of a later layout': { ...made, version: 2 },
  };
  for (const [problem, content] of Object.entries(invalid))
    it(`is refused where it ${problem}, naming the file`, async () => {
      await write(typeof content === 'string' ? content : JSON.stringify(content));
      const error = await rejectionOf(read());
      expect(error.code).to.equal('FEATURES_INVALID');
      expect(error.where.file).to.equal(join(folder(), 'fold2-features.json'));
    });
});
