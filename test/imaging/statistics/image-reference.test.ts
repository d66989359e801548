import { expect } from 'chai';
import { createRng } from '../../../src/domain/seeded-rng.ts';
import type { ImageMeasures, ImageStatistics } from '../../../src/domain/statistics/image-statistics.ts';
import { imageReferenceOf, unusualMeasures } from '../../../src/imaging/index.ts';

const studyOf = (measures: ImageMeasures, more: Partial<ImageStatistics> = {}): ImageStatistics => ({
  series: [{ kind: 'Sagittal T1', measures }],
  manufacturer: 'GE',
  fieldStrengthT: '1.5',
  ...more,
});

const training = (count: number, seed = 1): readonly ImageStatistics[] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, () =>
    studyOf({ slices: 15, spacing_mm: 1 + 0.4 * rng(), noise: 0.02 + 0.01 * rng() }),
  );
};

describe('imageReferenceOf', () => {
  it('describes the distribution of each measure, and of scanners', () => {
    const reference = imageReferenceOf(training(400));
    const spacing = reference.series['Sagittal T1']!.spacing_mm!;
    expect(spacing.count).to.equal(400);
    expect(spacing.median).to.be.closeTo(1.2, 0.03);
    expect([spacing.low, spacing.high]).to.satisfy(([low, high]: [number, number]) => low < 1.01 && high > 1.39);
    expect(spacing.values.length).to.equal(101);
    expect(spacing.values).to.deep.equal([...spacing.values].sort((a, b) => a - b));
    expect(reference.manufacturers).to.deep.equal({ GE: 400 });
    expect(Object.keys(reference.series)).to.deep.equal(['Sagittal T1']);
  });

  it('has a bound that new studies of the same kind respect, and states how many training studies do not', () => {
    const reference = imageReferenceOf(training(300));
    const others = training(1000, 2);
    expect(others.filter((study) => unusualMeasures(study, reference)!.length > 0).length).to.be.at.most(10);
    expect(reference.beyond).to.be.at.most(3);
  });

  it('has no bound with fewer than 20 studies', () => {
    const reference = imageReferenceOf(training(19));
    expect(reference.bound).to.equal(undefined);
    expect(unusualMeasures(studyOf({ spacing_mm: 9 }), reference)).to.equal(undefined);
  });

  it('does not follow a few broken training studies', () => {
    const broken = [...training(400), studyOf({ slices: 15, spacing_mm: 40, noise: 0.025 })];
    const reference = imageReferenceOf(broken);
    expect(unusualMeasures(studyOf({ spacing_mm: 3 }), reference)?.length).to.equal(1);
    expect(reference.beyond).to.equal(1);
  });
});

describe('unusualMeasures', () => {
  const reference = imageReferenceOf(training(300));
  const textsOf = (study: ImageStatistics) => unusualMeasures(study, reference)!.map(({ text }) => text);

  it('names the measure, its value and the training range, most unusual first', () => {
    const [first, second, ...others] = textsOf(studyOf({ spacing_mm: 2.4, noise: 0.3 }));
    expect(first).to.match(/^Sagittal T1 noise 0\.300 \(training: 0\.020 to 0\.030\)$/);
    expect(second).to.match(/^Sagittal T1 pixel spacing 2\.40 mm \(training: 1\.0\d to 1\.\d\d mm\)$/);
    expect(others).to.deep.equal([]);
  });

  it('tolerates small differences of a measure that hardly varied', () => {
    expect(textsOf(studyOf({ slices: 17 }))).to.deep.equal([]);
    expect(textsOf(studyOf({ slices: 40 })).length).to.equal(1);
  });

  it('names scanners that training did not have, not unknown ones', () => {
    expect(textsOf(studyOf({}, { manufacturer: 'ESAOTE', fieldStrengthT: '0.3' }))).to.deep.equal([
      'manufacturer ESAOTE (training: GE)',
      'field strength 0.3 T (training: 1.5 T)',
    ]);
    expect(textsOf(studyOf({}, { manufacturer: undefined, fieldStrengthT: undefined }))).to.deep.equal([]);
  });
});
