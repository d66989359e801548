import type { Rng } from '../../../../src/domain/seeded-rng.ts';
import { LOCATIONS, MISSING_LABEL } from '../../../../src/domain/vocabulary.ts';
import type { GradedStudy } from '../../../../src/evaluation/metrics/graded-study.ts';
import { softmaxOf } from '../../../../src/evaluation/metrics/log-probabilities.ts';

/** Roughly as frequent as in the challenge's labels. */
const labelBy = (rng: Rng): number => {
  const draw = rng();
  if (draw < 0.03) return MISSING_LABEL;
  if (draw < 0.75) return 0;
  return draw < 0.92 ? 1 : 2;
};

/** Studies with predictions that are right more often than not, by a seeded stream. Some are equally sure (`digits`). */
export const randomStudies = (count: number, rng: Rng, digits = 2): readonly GradedStudy[] =>
  Array.from({ length: count }, (_, index) => {
    const labels = LOCATIONS.map(() => labelBy(rng));
    const probabilities = labels.map((label) => {
      const logit = (severity: number): number => 3 * (rng() - 0.5) + (severity === Math.max(0, label) ? 1 : 0);
      const [normal, moderate] = softmaxOf([logit(0), logit(1), logit(2)]).map((p) => Number(p.toFixed(digits)));
      return [normal!, moderate!, Math.max(0, 1 - normal! - moderate!)] as const;
    });
    return { studyId: String(index), labels, probabilities };
  });
