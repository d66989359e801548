import { expect } from 'chai';
import { createRng } from '../../../src/domain/seeded-rng.ts';
import { LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { type AssessedStudy, assessedStudies } from '../../../src/evaluation/confidence/assessed-studies.ts';
import { evaluateConfidence } from '../../../src/evaluation/confidence/evaluate-confidence.ts';
import { confidenceBy, fittedConfidence } from '../../../src/evaluation/confidence/fit-confidence.ts';
import type { GradedStudy } from '../../../src/evaluation/metrics/index.ts';
import { answersOf, greatestProbabilities } from '../../../src/evaluation/metrics/selective/answers.ts';
import { confidenceReliabilities } from '../../../src/evaluation/metrics/selective/confidence-reliability.ts';
import { randomStudies } from '../metrics/selective/random-studies.ts';

const OPTIONS = { seed: 4, resamples: 30, nestedFolds: 5 };
const NOTHING_KNOWN = { rows: new Map(), members: [] };

/** Twice as bold as they should be: log odds times two. */
const bold = (studies: readonly GradedStudy[]): readonly GradedStudy[] =>
  studies.map((study) => ({
    ...study,
    probabilities: study.probabilities.map((row) => {
      const squares = row!.map((p) => p * p);
      const sum = squares.reduce((total, one) => total + one, 0);
      return [squares[0]! / sum, squares[1]! / sum, squares[2]! / sum] as const;
    }),
  }));

const withPeaks = (studies: readonly AssessedStudy[], peakAt: (study: AssessedStudy, location: number) => number) =>
  studies.map((study) => ({
    ...study,
    measures: study.measures.map((measures, location) => ({ ...measures!, peak: peakAt(study, location) })),
  }));

describe('evaluateConfidence', () => {
  const studies = bold(randomStudies(200, createRng(1), 6));

  it('is calibrated on studies that it was not fitted to, where the probabilities are too bold', () => {
    const { evaluation } = evaluateConfidence(assessedStudies(studies, NOTHING_KNOWN), OPTIONS);
    const asGiven = confidenceReliabilities(answersOf(studies, studies.map(greatestProbabilities)));
    expect(asGiven[0]!.expectedCalibrationError).to.be.above(0.1);
    expect(evaluation.confidence).to.equal('fitted');
    expect(evaluation.reliability[0]!.expectedCalibrationError).to.be.below(0.05);
    for (const { gain } of evaluation.curves) expect(gain.low).to.be.above(0);
  });

  it('learns from what probabilities do not tell', () => {
    const rng = createRng(9);
    const assessed = withPeaks(assessedStudies(studies, NOTHING_KNOWN), ({ labels, probabilities }, location) => {
      const row = probabilities[location]!;
      const isRight = row.indexOf(Math.max(...row)) === labels[location];
      return isRight || rng() < 0.2 ? 0.9 : 0.2;
    });
    const [plain, better] = [assessedStudies(studies, NOTHING_KNOWN), assessed].map(
      (all) => evaluateConfidence(all, OPTIONS).evaluation.curves[0]!.area,
    );
    expect(better!.high).to.be.below(plain!.low);
  });

  it('learns nothing of the studies that it is measured on: noise is worth nothing', () => {
    const rng = createRng(10);
    const flat = studies.map((study) => ({
      ...study,
      probabilities: LOCATIONS.map(() => [0.5, 0.3, 0.2] as const),
      labels: LOCATIONS.map(() => Math.floor(3 * rng())),
    }));
    const assessed = withPeaks(assessedStudies(flat, NOTHING_KNOWN), () => rng());
    const { gain } = evaluateConfidence(assessed, { ...OPTIONS, resamples: 200 }).evaluation.curves[0]!;
    expect(gain.low).to.be.below(0);
    expect(gain.high).to.be.below(0.05);
  });

  it('takes the greatest probability where there is too little to fit to', () => {
    const few = assessedStudies(studies.slice(0, 5), NOTHING_KNOWN);
    const { evaluation, fitted } = evaluateConfidence(few, OPTIONS);
    expect([evaluation.confidence, evaluation.features, fitted]).to.eql(['greatest-probability', [], undefined]);
    expect(evaluation.curves[0]!.locations).to.be.above(100);
  });

  it('answers last, and counts, what rests on no pixel', () => {
    const assessed = assessedStudies(studies, NOTHING_KNOWN).map((study, index) => ({
      ...study,
      measures: study.measures.map((measures, location) =>
        index % 10 === 0 && location === 3 ? ({ ...measures!, seen: 'none' } as const) : measures,
      ),
    }));
    const { evaluation, fitted } = evaluateConfidence(assessed, OPTIONS);
    expect(evaluation.notSeen).to.be.within(15, 20);
    expect(fitted!.locations).to.equal(evaluation.curves[0]!.locations - evaluation.notSeen);
    expect(Math.min(...fitted!.reference)).to.be.above(0);
    expect(confidenceBy(fitted!.model, assessed[0]!)[3]).to.equal(0);
  });

  it('says how well the calibration of the run did', () => {
    const given = assessedStudies(studies, NOTHING_KNOWN).map((study) => ({
      ...study,
      given: LOCATIONS.map(() => 0.5),
    }));
    const { evaluation } = evaluateConfidence(given, OPTIONS);
    expect(evaluation.given![0]!.bins).to.have.length(1);
    expect(evaluateConfidence(assessedStudies(studies, NOTHING_KNOWN), OPTIONS).evaluation.given).to.equal(undefined);
  });

  it('sees whether the runs of an ensemble agree', () => {
    const members = [randomStudies(60, createRng(2), 6), randomStudies(60, createRng(3), 6)];
    const { features } = fittedConfidence(assessedStudies(members[0]!, { rows: new Map(), members }));
    expect(features.map(({ name }) => name))
      .to.include('network_disagreement')
      .and.not.to.include('peak');
  });
});
