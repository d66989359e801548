import { expect } from 'chai';
import fc from 'fast-check';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { LEVELS, LOCATIONS, locationOf, MISSING_LABEL } from '../../../src/domain/vocabulary.ts';
import { challengeScore, type ScoreOptions, type ScoreRow } from '../../../src/evaluation/metrics/score.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy } from '../../support/goldens.ts';

type Probabilities = ScoreRow['probabilities'];

const THIRDS: Probabilities = [1 / 3, 1 / 3, 1 / 3];

/** A study whose rows are all of one label and one prediction, but for those named. */
const studyOf = (studyId: string, rows: Partial<Record<string, Partial<ScoreRow>>> = {}): ScoreRow[] =>
  LOCATIONS.map((location) => ({ studyId, location, label: 0, probabilities: THIRDS, ...rows[location] }));

const errorOf = (rows: readonly ScoreRow[], options?: ScoreOptions): SpineError => {
  try {
    challengeScore(rows, options);
  } catch (error) {
    if (error instanceof SpineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

const FLOAT32_TOLERANCE = 1e-6;

describe('challengeScore', () => {
  it('is log 3 for a forecast of thirds, but for the binary part', () => {
    const { spinal, foraminal, subarticular, anySevereSpinal, score } = challengeScore(studyOf('a'));
    for (const part of [spinal, foraminal, subarticular]) expect(part).to.be.closeTo(Math.log(3), FLOAT32_TOLERANCE);
    expect(anySevereSpinal).to.be.closeTo(-Math.log(2 / 3), FLOAT32_TOLERANCE);
    expect(score).to.be.closeTo((3 * Math.log(3) - Math.log(2 / 3)) / 4, FLOAT32_TOLERANCE);
  });

  it('weighs rows 1, 2 and 4 by their true severity', () => {
    const rows = studyOf('a', {
      left_subarticular_stenosis_l1_l2: { label: 1, probabilities: [0.25, 0.5, 0.25] },
      right_subarticular_stenosis_l4_l5: { label: 2, probabilities: [0.5, 0.25, 0.25] },
    });
    // eight rows of weight 1 and loss log 3, one of weight 2 and loss log 2, one of weight 4 and loss log 4
    const expected = (8 * Math.log(3) + 2 * Math.log(2) + 4 * Math.log(4)) / (8 + 2 + 4);
    expect(challengeScore(rows).subarticular).to.be.closeTo(expected, FLOAT32_TOLERANCE);
  });

  it('takes the maxima of label, weight and severe probability over the spinal levels of a study', () => {
    const severe = studyOf('a', {
      spinal_canal_stenosis_l1_l2: { label: 2, probabilities: [0.5, 0.25, 0.25] },
      spinal_canal_stenosis_l5_s1: { label: 0, probabilities: [0.25, 0.25, 0.5] },
    });
    const moderate = studyOf('b', { spinal_canal_stenosis_l2_l3: { label: 1 } });
    // a: severe, weight 4, predicted 0.5; b: not severe, weight 2, predicted 1/3
    const expected = (4 * Math.log(2) + 2 * -Math.log(2 / 3)) / 6;
    const { anySevereSpinal, anySevereDegenerate } = challengeScore([...severe, ...moderate]);
    expect(anySevereSpinal).to.be.closeTo(expected, FLOAT32_TOLERANCE);
    expect(anySevereDegenerate).to.equal(false);
  });

  it('says when the binary part has one class only', () => {
    const severe = { spinal_canal_stenosis_l1_l2: { label: 2 } } as const;
    expect(challengeScore([...studyOf('a'), ...studyOf('b')]).anySevereDegenerate).to.equal(true);
    expect(challengeScore([...studyOf('a', severe), ...studyOf('b', severe)]).anySevereDegenerate).to.equal(true);
    expect(challengeScore([...studyOf('a', severe), ...studyOf('b')]).anySevereDegenerate).to.equal(false);
  });

  it('keeps a certain but wrong forecast finite', () => {
    const rows = studyOf('a', { spinal_canal_stenosis_l1_l2: { label: 2, probabilities: [1, 0, 0] } });
    // one row of weight 4 at the clip bound 2^-23, four of weight 1 at log 3
    const expected = (4 * 23 * Math.LN2 + 4 * Math.log(3)) / 8;
    expect(challengeScore(rows).spinal).to.be.closeTo(expected, FLOAT32_TOLERANCE);
  });

  it('scores missing labels as normal, or leaves them out, and counts them either way', () => {
    const missing = { label: MISSING_LABEL, probabilities: [0.5, 0.25, 0.25] } as const;
    const rows = studyOf('a', { left_neural_foraminal_narrowing_l1_l2: missing });
    const asNormal = challengeScore(rows);
    const leftOut = challengeScore(rows, { missing: 'left-out' });
    expect(asNormal).to.deep.equal(challengeScore(rows, { missing: 'as-normal' }));
    expect(asNormal.foraminal).to.be.closeTo((Math.log(2) + 9 * Math.log(3)) / 10, FLOAT32_TOLERANCE);
    expect(leftOut.foraminal).to.be.closeTo(Math.log(3), FLOAT32_TOLERANCE);
    expect([asNormal.missingLabels, leftOut.missingLabels]).to.deep.equal([1, 1]);
  });

  it('does not depend on the order of the rows', () => {
    const labels = fc.array(fc.constantFrom(0, 1, 2), { minLength: 50, maxLength: 50 });
    const rows = labels.chain((given) => {
      const all = [...studyOf('a'), ...studyOf('b')].map((row, i) => ({ ...row, label: given[i]! }));
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: 50 }));
    });
    fc.assert(
      fc.property(rows, ([inOrder, shuffled]) => {
        expect(challengeScore(shuffled).score).to.be.closeTo(challengeScore(inOrder).score, 1e-12);
      }),
    );
  });

  it('refuses rows that are no probabilities', () => {
    const location = locationOf('spinal_canal_stenosis', LEVELS[0]);
    const withRow = (...probabilities: [number, number, number]) =>
      errorOf(studyOf('4003253', { [location]: { probabilities } }));
    const error = withRow(0.5, 0.6, 0.2);
    expect(error.code).to.equal('PROBABILITIES_INVALID');
    expect(error.where).to.deep.equal({ studyId: '4003253' });
    expect(error.message).to.equal(
      'study 4003253: [0.5, 0.6, 0.2] at spinal_canal_stenosis_l1_l2 are not probabilities; ' +
        'expected three non-negative numbers that add up to 1',
    );
    expect(withRow(-0.1, 0.6, 0.5).code).to.equal('PROBABILITIES_INVALID');
    expect(withRow(Number.NaN, 0.5, 0.5).code).to.equal('PROBABILITIES_INVALID');
  });

  it('refuses a label that is no severity', () => {
    const error = errorOf(studyOf('a', { left_subarticular_stenosis_l2_l3: { label: 3 } }));
    expect(error.code).to.equal('LABEL_UNKNOWN');
    expect(error.message).to.equal(
      'study a: the label of left_subarticular_stenosis_l2_l3 is 3, expected 0, 1, 2, or -100 if missing',
    );
  });

  it('accepts probabilities that were written with three decimals', () => {
    expect(challengeScore(studyOf('a', { spinal_canal_stenosis_l1_l2: { probabilities: [0.333, 0.333, 0.333] } }))).to
      .exist;
  });

  it('refuses a row that is there twice', () => {
    const rows = studyOf('a');
    expect(errorOf([...rows, rows[7]!]).message).to.equal(
      'study a: duplicate row for left_neural_foraminal_narrowing_l3_l4; remove one',
    );
  });

  it('refuses to score a part that has no row', () => {
    const noSubarticular = studyOf('a').filter(({ location }) => !location.includes('subarticular'));
    const error = errorOf(noSubarticular);
    expect(error.code).to.equal('SCORE_WITHOUT_ROWS');
    expect(error.message).to.equal(
      'no graded row of the subarticular conditions, which make up a quarter of the score; ' +
        'score studies that have labels of each',
    );
    const unlabelled = studyOf('a').map((row) => ({ ...row, label: MISSING_LABEL }) as const);
    expect(errorOf(unlabelled, { missing: 'left-out' }).code).to.equal('SCORE_WITHOUT_ROWS');
  });
});

/** Softmax over three logits that lie `stride` apart. */
const softmaxAt = (logits: ArrayLike<number>, first: number, stride: number): Probabilities => {
  const powers = [0, 1, 2].map((severity) => Math.exp(logits[first + severity * stride]!));
  const sum = powers.reduce((total, power) => total + power, 0);
  return [powers[0]! / sum, powers[1]! / sum, powers[2]! / sum];
};

/** Rows from logits [study, severity, location]. */
const rowsOf = (logits: ArrayLike<number>, labels: readonly (readonly number[])[]): ScoreRow[] =>
  labels.flatMap((ofStudy, study) =>
    LOCATIONS.map((location, i) => ({
      studyId: String(study),
      location,
      label: ofStudy[i]!,
      probabilities: softmaxAt(logits, study * 75 + i, 25),
    })),
  );

interface MetricCase {
  readonly name: string;
  readonly labels: readonly (readonly number[])[];
  readonly logits: { readonly fill_name: string; readonly shape: readonly number[]; readonly values: string };
  readonly first_rows?: readonly (readonly [string, number, number, number])[];
  readonly score: number | null;
  readonly score_if_both_classes_are_declared?: number;
  readonly condition_losses?: Readonly<Record<string, number>>;
}

/** "unit times 3, rounded to float32, then times 40, rounded" and the like. */
const metricLogits = ({ fill_name, shape, values }: MetricCase['logits']): Float32Array => {
  const factors = [...values.matchAll(/times ([\d.]+)/g)].map((match) => Number(match[1]));
  return factors.reduce((logits, factor) => logits.map((v) => v * factor), goldenInput(fill_name, shape));
};

const METRIC_TOLERANCE = 1e-6;
const STUDIES_TOLERANCE = 1e-5;

describeGoldens('challengeScore against the original', () => {
  const { cases } = goldenJson<{ cases: MetricCase[] }>('training', 'metric.json');
  for (const { name, labels, logits, condition_losses: losses, ...golden } of cases) {
    it(`training metric, ${name}`, () => {
      const rows = rowsOf(metricLogits(logits), labels);
      for (const [i, [id, ...probabilities]] of (golden.first_rows ?? []).entries()) {
        expect(`${rows[i]!.studyId}_${rows[i]!.location}`).to.equal(id);
        for (const [severity, p] of probabilities.entries())
          expect(rows[i]!.probabilities[severity]).to.be.closeTo(p, METRIC_TOLERANCE);
      }
      const result = challengeScore(rows);
      expect(result.anySevereDegenerate).to.equal(golden.score === null);
      expect(result.score).to.be.closeTo(
        golden.score ?? golden.score_if_both_classes_are_declared ?? Number.NaN,
        METRIC_TOLERANCE,
      );
      if (losses === undefined) return;
      expect(result.spinal).to.be.closeTo(losses.spinal!, METRIC_TOLERANCE);
      expect(result.foraminal).to.be.closeTo(losses.foraminal!, METRIC_TOLERANCE);
      expect(result.subarticular).to.be.closeTo(losses.subarticular!, METRIC_TOLERANCE);
      expect(result.anySevereSpinal).to.be.closeTo(
        losses.any_severe_spinal ?? losses.any_severe_spinal_if_both_classes_are_declared!,
        METRIC_TOLERANCE,
      );
    });
  }
  it('covers all cases of the training metric', () => expect(cases).to.have.length(8));

  for (const folder of ['rois', 'chain_test_rules', 'chain_train_rules', 'end_to_end'])
    for (const ensemble of ['split', 'global', 'mean'])
      it(`studies, ${folder}, ${ensemble}`, () => {
        const at = ['studies', 'expected', folder];
        const combined = goldenJson<{ labels: number[][] } & Record<string, number>>(...at, 'combined.json');
        const logits = goldenNpy(...at, `logits_${ensemble}.npy`);
        expect(logits.shape).to.deep.equal([6, 3, 25]);
        const result = challengeScore(rowsOf(logits.data, combined.labels));
        expect(result.score).to.be.closeTo(combined[`score_${ensemble}`]!, STUDIES_TOLERANCE);
      });
});
