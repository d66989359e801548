/** A linear model of log odds. */
export interface Logistic {
  readonly intercept: number;
  readonly weights: readonly number[];
}

export interface LogisticCases {
  /** [case][feature], row after row. */
  readonly features: Float64Array;
  readonly width: number;
  /** 1 or 0, a case. */
  readonly outcomes: Uint8Array;
}

export const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const STEPS = 50;
const CONVERGED = 1e-9;
/** Of the diagonal: a feature that never varies has no curvature of its own. */
const JITTER = 1e-10;

/** Solves a symmetric positive definite system in place, by Cholesky's decomposition; returns the solution. */
const solved = (matrix: Float64Array, right: Float64Array): Float64Array => {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      matrix[i * n + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * n + j]!;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= matrix[i * n + k]! * x[k]!;
    x[i]! /= matrix[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= matrix[k * n + i]! * x[k]!;
    x[i]! /= matrix[i * n + i]!;
  }
  return x;
};

/** Gradient and curvature of the penalised loss; the last parameter is the intercept, which is not penalised. */
const derivatives = ({ features, width, outcomes }: LogisticCases, parameters: Float64Array, ridge: number) => {
  const size = width + 1;
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  const row = new Float64Array(size).fill(1);
  for (let one = 0; one < outcomes.length; one++) {
    let logOdds = parameters[width]!;
    for (let i = 0; i < width; i++) {
      row[i] = features[one * width + i]!;
      logOdds += row[i]! * parameters[i]!;
    }
    const p = logistic(logOdds);
    const [error, spread] = [p - outcomes[one]!, p * (1 - p)];
    for (let i = 0; i < size; i++) {
      gradient[i]! += error * row[i]!;
      for (let j = 0; j <= i; j++) curvature[i * size + j]! += spread * row[i]! * row[j]!;
    }
  }
  for (let i = 0; i < width; i++) {
    gradient[i]! += ridge * parameters[i]!;
    curvature[i * size + i]! += ridge;
  }
  for (let i = 0; i < size; i++) curvature[i * size + i]! += JITTER;
  return { gradient, curvature };
};

/**
 * Logistic regression by Newton's method: the least sum of log losses plus ridge / 2 times the squares of the weights, as scikit-learn's
 * with C = 1 / ridge. Without both outcomes the intercept is the log odds of one case more of each, and the weights are 0.
 * @param ridge  above 0
 */
export const fittedLogistic = (cases: LogisticCases, ridge: number): Logistic => {
  const { width, outcomes } = cases;
  const ones = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const start = Math.log((ones + 1) / (outcomes.length - ones + 1));
  const parameters = new Float64Array(width + 1);
  parameters[width] = start;
  if (ones > 0 && ones < outcomes.length)
    for (let step = 0; step < STEPS; step++) {
      const { gradient, curvature } = derivatives(cases, parameters, ridge);
      const move = solved(curvature, gradient);
      for (let i = 0; i <= width; i++) parameters[i]! -= move[i]!;
      if (move.every((change) => Math.abs(change) < CONVERGED)) break;
    }
  return { intercept: parameters[width]!, weights: Array.from(parameters.subarray(0, width)) };
};
