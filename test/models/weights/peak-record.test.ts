import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  peakDistribution,
  peakFloorOf,
  peaksFile,
  readPeaks,
  recordPeaks,
} from '../../../src/models/weights/peak-record.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

describe('the record of heatmap peaks', () => {
  const folder = temporaryFolder();

  it('has a floor of half of the first percentile', () => {
    const peaks = Array.from({ length: 200 }, (_, index) => (200 - index) / 200);
    expect(peakDistribution(peaks, 'a')).to.deep.equal({
      sha256: 'a',
      maps: 200,
      least: 0.005,
      percentile1: 0.01,
      percentile5: 0.05,
      median: 0.5,
      floor: 0.005,
    });
  });

  it('never puts more than one in a hundred of its own peaks below the first percentile', () => {
    const heights = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(heights, (peaks) => {
        const { least, percentile1, percentile5, median, floor } = peakDistribution(peaks, 'a');
        expect(peaks.filter((peak) => peak < percentile1).length).to.be.at.most(peaks.length / 100);
        expect([least, percentile1, percentile5, median]).to.deep.equal(
          [least, percentile1, percentile5, median].toSorted((a, b) => a - b),
        );
        expect(floor).to.be.at.most(percentile1);
      }),
    );
  });

  it('keeps what was measured with the other weights of the fold', async () => {
    await recordPeaks(folder(), 2, { best: peakDistribution([0.8], 'best') });
    await recordPeaks(folder(), 2, { last: peakDistribution([0.6], 'last') });
    const { best, last } = (await readPeaks(folder(), 2))!;
    expect([best?.floor, last?.floor]).to.deep.equal([0.4, 0.3]);
    expect(await peakFloorOf(folder(), { fold: 2, which: 'best', sha256: 'best' })).to.equal(0.4);
  });

  it('says nothing of folds that were not measured', async () => {
    expect(await readPeaks(folder(), 1)).to.equal(undefined);
    expect(await peakFloorOf(folder(), { fold: 1, which: 'best', sha256: 'a' })).to.equal(undefined);
    await recordPeaks(folder(), 1, { last: peakDistribution([0.5], 'a') });
    expect(await peakFloorOf(folder(), { fold: 1, which: 'best', sha256: 'a' })).to.equal(undefined);
  });

  it('is refused for other weights than those that it was measured with', async () => {
    await recordPeaks(folder(), 1, { best: peakDistribution([0.5], 'before') });
    const error = await rejectionOf(peakFloorOf(folder(), { fold: 1, which: 'best', sha256: 'after' }));
    expect(error.code).to.equal('PEAKS_STALE');
    expect(error.where.file).to.equal(join(folder(), 'fold1-peaks.json'));
  });

  for (const [what, change] of [
    ['is no JSON', () => '{'],
    ['lacks a number', (text: string) => text.replace('"floor": 0.25', '"floor": "low"')],
    ['is of a later layout', (text: string) => text.replace('"version": 1', '"version": 2')],
  ] as const)
    it(`is refused where it ${what}, naming the file, and replaced by a new one`, async () => {
      await recordPeaks(folder(), 1, { best: peakDistribution([0.5], 'a') });
      const file = join(folder(), peaksFile(1));
      await writeFile(file, change(await readFile(file, 'utf8')));
      const error = await rejectionOf(readPeaks(folder(), 1));
      expect(error.code).to.equal('PEAKS_INVALID');
      expect(error.where.file).to.equal(file);
      await recordPeaks(folder(), 1, { best: peakDistribution([0.6], 'a') });
      expect((await readPeaks(folder(), 1))?.best?.floor).to.equal(0.3);
    });
});
