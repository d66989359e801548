import { expect } from 'chai';
import fc from 'fast-check';
import type { Answer } from '../../../../src/evaluation/metrics/selective/answers.ts';
import { rankedAnswers, risksOf, thresholdAt } from '../../../../src/evaluation/metrics/selective/risk-coverage.ts';
import { COVERAGES } from '../../../../src/evaluation/metrics/selective/risk-coverage-curves.ts';

const STUDIES = 6;

/** Some are equally sure. */
const anyAnswers: fc.Arbitrary<readonly Answer[]> = fc.array(
  fc.record({
    study: fc.nat({ max: STUDIES - 1 }),
    location: fc.constant(0),
    confidence: fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8),
    label: fc.constant(0),
    predicted: fc.constantFrom(0, 1),
  }),
  { minLength: 1, maxLength: 30 },
);

const answer = (confidence: number, isRight: boolean, study = 0): Answer => ({
  ...{ study, location: 0, confidence, label: 0 },
  predicted: isRight ? 0 : 1,
});

const risks = (answers: readonly Answer[], times?: readonly number[]) =>
  risksOf(rankedAnswers(answers), COVERAGES, times);

describe('risk against coverage', () => {
  it('counts errors among the surest answers', () => {
    const answers = [answer(0.9, true), answer(0.8, true), answer(0.7, false), answer(0.6, true)];
    const { at, area, overall } = risksOf(rankedAnswers(answers), [0.25, 0.5, 0.75, 1]);
    expect(at).to.eql([0, 0, 1 / 3, 1 / 4]);
    expect(area).to.be.closeTo((0 + 0 + 1 / 3 + 1 / 4) / 4, 1e-12);
    expect(overall).to.equal(1 / 4);
  });

  it('expects of equally sure answers what all of them have', () => {
    const { at, area } = risks([answer(0.5, true), answer(0.5, false), answer(0.5, false), answer(0.5, true)]);
    for (const risk of at) expect(risk).to.be.closeTo(0.5, 1e-12);
    expect(area).to.be.closeTo(0.5, 1e-12);
  });

  it('does not depend on the order of the answers', () => {
    fc.assert(
      fc.property(
        anyAnswers.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
        ([given, other]) => {
          const [a, b] = [risks(given), risks(other)];
          for (const [index, risk] of a.at.entries()) expect(risk).to.be.closeTo(b.at[index]!, 1e-12);
          expect(a.area).to.be.closeTo(b.area!, 1e-12);
        },
      ),
    );
  });

  it('depends on the order of the confidences only, not on their values', () => {
    fc.assert(
      fc.property(anyAnswers, (given) => {
        const cubed = given.map((one) => ({ ...one, confidence: one.confidence ** 3 + 2 }));
        expect(risks(cubed)).to.eql(risks(given));
      }),
    );
  });

  it('has the overall risk at full coverage, and nothing outside of 0 to 1', () => {
    fc.assert(
      fc.property(anyAnswers, (given) => {
        const { at, area, overall } = risks(given);
        expect(at.at(-1)).to.be.closeTo(overall!, 1e-12);
        for (const risk of [...at, area]) expect(risk).to.be.within(-1e-12, 1 + 1e-12);
      }),
    );
  });

  it('is never better than a confidence that knows what is right, nor worse than one that has it upside down', () => {
    fc.assert(
      fc.property(anyAnswers, (given) => {
        const knowing = (sign: number) =>
          given.map((one) => ({ ...one, confidence: sign * Number(one.label === one.predicted) }));
        const own = risks(given).area!;
        expect(own).to.be.at.least(risks(knowing(1)).area! - 1e-12);
        expect(own).to.be.at.most(risks(knowing(-1)).area! + 1e-12);
      }),
    );
  });

  it('takes a study that is drawn twice as two', () => {
    const times = fc.array(fc.nat({ max: 3 }), { minLength: STUDIES, maxLength: STUDIES });
    fc.assert(
      fc.property(anyAnswers, times, (given, drawn) => {
        const repeated = given.flatMap((one) => Array.from({ length: drawn[one.study]! }, () => one));
        const [a, b] = [risks(given, drawn), risks(repeated)];
        fc.pre(repeated.length > 0);
        for (const [index, risk] of a.at.entries()) expect(risk).to.be.closeTo(b.at[index]!, 1e-12);
        expect(a.area).to.be.closeTo(b.area!, 1e-12);
      }),
    );
  });

  it('is undefined where no study with an answer is drawn', () => {
    expect(risks([answer(0.5, true)], [0]).area).to.equal(undefined);
  });

  it('names the confidence of the least sure answer within a coverage', () => {
    const ranked = rankedAnswers([answer(0.1, true), answer(0.4, true), answer(0.3, true), answer(0.2, true)]);
    expect([0.25, 0.5, 0.9, 1].map((coverage) => thresholdAt(ranked, coverage))).to.eql([0.4, 0.3, 0.1, 0.1]);
  });
});
