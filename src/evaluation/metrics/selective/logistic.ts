/** A linear model of log odds. */
export interface Logistic {
  readonly intercept: number;
  readonly weights: readonly number[];
}

export interface LogisticCases {
  /** [case][feature], row-major. */
  readonly features: Float64Array;
  readonly width: number;
  /** 1 or 0 for each case. */
  readonly outcomes: Uint8Array;
}

export const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const STEPS = 100;
const HALVES = 40;
/** Convergence threshold on the loss: the predicted gain of a full Newton step. */
const CONVERGED = 1e-13;
/** Regularises the diagonal: a constant feature has zero curvature. */
const JITTER = 1e-10;

/** Solves a symmetric positive definite system in place with a Cholesky decomposition; returns the solution. */
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

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const lossOf = ({ features, width, outcomes }: LogisticCases, parameters: Float64Array, ridge: number): number => {
  let loss = 0;
  for (let one = 0; one < outcomes.length; one++) {
    let logOdds = parameters[width]!;
    for (let i = 0; i < width; i++) logOdds += features[one * width + i]! * parameters[i]!;
    loss += softplus(logOdds) - outcomes[one]! * logOdds;
  }
  for (let i = 0; i < width; i++) loss += (ridge / 2) * parameters[i]! ** 2;
  return loss;
};

/** Gradient and curvature of the penalised loss; the last parameter is the intercept, without a penalty. */
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
 * Backtracking: the parameters after a full step, half a step, a quarter, ... until the loss does not increase;
 * undefined if none is.
 */
const movedBy = (
  cases: LogisticCases,
  parameters: Float64Array,
  { step, ridge, loss }: { readonly step: Float64Array; readonly ridge: number; readonly loss: number },
): { readonly parameters: Float64Array; readonly loss: number } | undefined => {
  for (let halves = 0; halves < HALVES; halves++) {
    const moved = parameters.map((value, i) => value - step[i]! / 2 ** halves);
    const found = lossOf(cases, moved, ridge);
    if (found <= loss) return { parameters: moved, loss: found };
  }
  return undefined;
};

/**
 * Logistic regression by Newton's method with step halving: minimises the sum of log losses plus ridge / 2 times the
 * squared weights, like scikit-learn with C = 1 / ridge. Without both outcomes, the intercept is the log odds with one
 * extra case of each, and the weights are 0.
 * @param ridge  above 0
 */
export const fittedLogistic = (cases: LogisticCases, ridge: number): Logistic => {
  const { width, outcomes } = cases;
  const ones = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  let parameters: Float64Array = new Float64Array(width + 1);
  parameters[width] = Math.log((ones + 1) / (outcomes.length - ones + 1));
  let loss = lossOf(cases, parameters, ridge);
  for (let round = 0; round < STEPS && ones > 0 && ones < outcomes.length; round++) {
    const { gradient, curvature } = derivatives(cases, parameters, ridge);
    const step = solved(curvature, gradient);
    const gain = step.reduce((sum, change, i) => sum + change * gradient[i]!, 0) / 2;
    const isLast = gain < CONVERGED * loss; // too small for rounded losses to show; the step squares the remaining error
    const moved = isLast ? undefined : movedBy(cases, parameters, { step, ridge, loss });
    if (isLast) parameters = parameters.map((value, i) => value - step[i]!);
    if (moved === undefined) break;
    ({ parameters, loss } = moved);
  }
  return { intercept: parameters[width]!, weights: Array.from(parameters.subarray(0, width)) };
};
