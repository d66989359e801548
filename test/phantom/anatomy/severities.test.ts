import { expect } from 'chai';
import { LEVELS, LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { drawGrades, drawNarrowing, type Grades } from '../../../src/phantom/anatomy/severities.ts';
import { rngOf } from '../../../src/phantom/rng.ts';

const STUDIES = 200;
const studies: readonly Grades[] = Array.from({ length: STUDIES }, (_, index) => drawGrades(rngOf(1, index, 'labels')));

const share = (grade: number, keep: (location: string) => boolean): number => {
  const grades = studies.flatMap((study) => LOCATIONS.filter(keep).map((location) => study[location]));
  return grades.filter((each) => each === grade).length / grades.length;
};
const diseased = (level: string): number => 1 - share(0, (location) => location.endsWith(level));

describe('drawGrades', () => {
  it('leaves three quarters or more of all places normal', () => {
    expect(share(0, () => true)).to.be.within(0.74, 0.86);
  });

  it('makes moderate places commoner than severe ones, and neither rare', () => {
    expect(share(1, () => true)).to.be.within(0.09, 0.19);
    expect(share(2, () => true)).to.be.within(0.03, 0.1);
    expect(share(1, () => true)).to.be.above(share(2, () => true));
  });

  it('puts most disease at L4/L5 and least at L1/L2', () => {
    const worst = [...LEVELS].sort((a, b) => diseased(b) - diseased(a));
    expect(worst[0]).to.equal('l4_l5');
    expect(worst.at(-1)).to.equal('l1_l2');
    expect(diseased('l3_l4')).to.be.above(diseased('l2_l3'));
  });

  it('gives every condition severe places', () => {
    for (const name of ['canal', 'foraminal', 'subarticular']) {
      expect(
        share(2, (location) => location.includes(name)),
        name,
      ).to.be.above(0.02);
    }
  });

  it('clusters disease: left and right of a level agree more often than chance', () => {
    const pairs = studies.flatMap((study) =>
      LEVELS.map(
        (level) =>
          [
            study[`left_subarticular_stenosis_${level}`] > 0,
            study[`right_subarticular_stenosis_${level}`] > 0,
          ] as const,
      ),
    );
    const rate = (keep: (pair: readonly [boolean, boolean]) => boolean) => pairs.filter(keep).length / pairs.length;
    expect(rate(([left, right]) => left && right)).to.be.above(
      1.4 * rate(([left]) => left) * rate(([, right]) => right),
    );
  });
});

describe('drawNarrowing', () => {
  it('keeps the grades apart', () => {
    const rng = rngOf(2, 0, 'labels');
    const grades = Array.from({ length: 60 }, () => drawGrades(rng));
    const byGrade: [number[], number[], number[]] = [[], [], []];
    for (const each of grades) {
      const narrowing = drawNarrowing(rng, each);
      for (const location of LOCATIONS) byGrade[each[location]].push(narrowing[location]);
    }
    expect(Math.max(...byGrade[0])).to.be.below(Math.min(...byGrade[1]) - 0.1);
    expect(Math.max(...byGrade[1])).to.be.below(Math.min(...byGrade[2]) - 0.1);
    expect(Math.max(...byGrade[2])).to.be.at.most(1);
  });
});
