import { expect } from 'chai';
import { nearestName, suggestion } from '../../../src/domain/text/nearest-name.ts';

const KNOWN = ['crop-rois', 'classify', 'normalise', 'sizeMm'];

describe('nearestName', () => {
  for (const [given, expected] of [
    ['crop-roi', 'crop-rois'],
    ['clasify', 'classify'],
    ['normalize', 'normalise'],
    ['size', 'sizeMm'],
    ['Crop', 'crop-rois'],
    ['mirror', undefined],
    ['x', undefined],
    ['', undefined],
  ] as const)
    it(`takes "${given}" for ${expected === undefined ? 'nothing known' : `"${expected}"`}`, () => {
      expect(nearestName(given, KNOWN)).to.equal(expected);
    });

  it('has nothing to suggest where nothing is known', () => {
    expect(nearestName('size', [])).to.equal(undefined);
    expect(suggestion('size', [])).to.equal(' there are none');
  });
});

describe('suggestion', () => {
  it('asks for the nearest name and lists all', () => {
    expect(suggestion('size', ['sizeMm', 'as'])).to.equal(' did you mean "sizeMm"? (known: as, sizeMm)');
    expect(suggestion('mirror', ['sizeMm', 'as'])).to.equal(' known: as, sizeMm');
  });
});
