import { expect } from 'chai';
import fc from 'fast-check';
import type { GradedStudy } from '../../../src/evaluation/metrics/graded-study.ts';
import { type MemberGrades, mixed, searchedWeights } from '../../../src/evaluation/metrics/mixture.ts';
import { scoreOfLosses, studyLosses } from '../../../src/evaluation/metrics/study-losses.ts';
import { softmax } from '../../../src/imaging/softmax.ts';
import { anyStudies, cyclicStudies, studyOf, sureOf, THIRDS } from './example-studies.ts';

const scoreOf = (studies: readonly GradedStudy[]) =>
  scoreOfLosses(studies.map((study) => studyLosses(study, 'as-normal'))).score!;

const SOFTMAX_TOL = 1e-6;

describe('mixed', () => {
  it('is the softmax of the weighted mean of the logits', () => {
    const logits = [
      [1, 0.5, -2],
      [-0.5, 2, 0.25],
    ] as const;
    const members = logits.map((row) => {
      const [a, b, c] = softmax(row);
      return studyOf('a', { label: () => 0, row: () => [a!, b!, c!] });
    });
    const mean = logits[0].map((one, severity) => 0.25 * one + 0.75 * logits[1][severity]!);
    mixed(members, [1, 3]).probabilities[0]!.forEach((one, severity) => {
      expect(one).to.be.closeTo(softmax(mean)[severity]!, SOFTMAX_TOL);
    });
  });

  it('of one member, or of members that agree, is that member', () => {
    fc.assert(
      fc.property(anyStudies(), fc.integer({ min: 1, max: 3 }), ([study], copies) => {
        const members = Array.from({ length: copies }, () => study!);
        const { probabilities } = mixed(
          members,
          members.map(() => 2),
        );
        probabilities.forEach((row, location) => {
          row!.forEach((one, severity) => {
            expect(one).to.be.closeTo(study!.probabilities[location]![severity]!, SOFTMAX_TOL);
          });
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('searchedWeights', () => {
  const together = (...members: readonly (readonly GradedStudy[])[]): readonly MemberGrades[] =>
    members[0]!.map((_, study) => members.map((grades) => grades[study]!));

  it('gives all weight to the member that knows', () => {
    const right = cyclicStudies(6);
    const wrong = cyclicStudies(6, (_, label) => sureOf((label + 1) % 3));
    expect(searchedWeights(together(wrong, right), 'as-normal')).to.eql([0, 1]);
  });

  it('mixes members that each know a part', () => {
    const knows = (parity: number) =>
      cyclicStudies(6, (location, label) => (location % 2 === parity ? sureOf(label) : THIRDS));
    const [even, odd] = searchedWeights(together(knows(0), knows(1)), 'as-normal');
    expect(even! + odd!).to.be.closeTo(1, 1e-12);
    expect(even).to.be.within(0.3, 0.7);
  });

  it('is, on its own studies, not worse than any member or than equal weights', () => {
    const pairs = anyStudies({ min: 4, max: 4 }).chain((first) =>
      anyStudies({ min: 4, max: 4 }).map((second) => [
        first,
        second.map(({ probabilities }, index) => ({ ...first[index]!, probabilities })),
      ]),
    );
    fc.assert(
      fc.property(pairs, ([first, second]) => {
        const members = together(first!, second!);
        const weights = searchedWeights(members, 'as-normal');
        const found = scoreOf(members.map((grades) => mixed(grades, weights)));
        for (const other of [
          [1, 0],
          [0, 1],
          [1, 1],
        ])
          expect(found).to.be.at.most(scoreOf(members.map((grades) => mixed(grades, other))) + 1e-9);
      }),
      { numRuns: 15 },
    );
  });
});
