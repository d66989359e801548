import type { Pipeline } from '../core/pipeline.ts';
import { isRecord } from '../domain/is-record.ts';
import { CONDITIONS, type Condition } from '../domain/vocabulary.ts';
import { GRADING_PLANS, isGradingKind } from '../operators/grading-plans.ts';
import { type Diagnostic, pipelineDiagnostic } from './diagnostic.ts';
import { stepsOf, type WrittenStep } from './input-facts.ts';
import type { RecordedModel } from './model-inputs.ts';

const WEIGHT_TOLERANCE = 1e-9;

/**
 * Reports a step that averages logits whose networks grade one condition with more weight than another: each study
 * would fail with COVERAGE_UNEVEN. Skips logits of custom operators and missing models.
 */
export const coverageDiagnostics = (pipeline: Pipeline, models: readonly RecordedModel[]): readonly Diagnostic[] => {
  const steps = stepsOf(pipeline);
  return steps.flatMap(({ operator, options }, index): readonly Diagnostic[] => {
    if (operator !== 'ensemble-average') return [];
    const members = membersOf(options).map((member) => ({
      ...member,
      graded: gradedBy(steps, member.name, index, models),
    }));
    if (members.some(({ graded }) => graded === undefined)) return [];
    const sums = CONDITIONS.flatMap((condition): readonly Sum[] => {
      const grading = members.filter(({ graded }) => graded?.has(condition));
      if (grading.length === 0) return [];
      const weight = grading.reduce((sum, one) => sum + one.weight, 0);
      return [{ condition, weight, names: grading.map(({ name }) => name) }];
    });
    const weights = sums.map(({ weight }) => weight);
    const [most, least] = [Math.max(...weights), Math.min(...weights)];
    if (sums.length === 0 || most - least <= WEIGHT_TOLERANCE * most) return [];
    const [high, low] = [most, least].map((weight) => sums.find((sum) => sum.weight === weight)!);
    const path = ['steps', index, operator, options.weights === undefined ? 'logits' : 'weights'];
    const message = messageOf(high!, low!);
    return [pipelineDiagnostic(pipeline, path, { severity: 'error', code: 'COVERAGE_UNEVEN', message })];
  });
};

interface Sum {
  readonly condition: Condition;
  readonly weight: number;
  readonly names: readonly string[];
}

const rounded = (weight: number): string => String(Number(weight.toPrecision(4)));

const messageOf = (high: Sum, low: Sum): string => {
  const share = rounded(low.weight / high.names.length);
  const remedy = high.names.map((name) => `${name}: ${share}`).join(', ');
  return (
    `ensemble-average: the weights of ${high.names.join(', ')} for ${high.condition} add up to ${rounded(high.weight)}, ` +
    `those of ${low.names.join(', ')} for ${low.condition} to ${rounded(low.weight)}; set weights: { ${remedy} }`
  );
};

const membersOf = ({ logits, weights }: WrittenStep['options']) =>
  (Array.isArray(logits) ? logits : []).map((name: unknown) => ({
    name: String(name),
    weight: isRecord(weights) ? Number(weights[String(name)] ?? 1) : 1,
  }));

/** The conditions that the logits of a name grade; undefined if unknown. */
const gradedBy = (
  steps: readonly WrittenStep[],
  name: string,
  end: number,
  models: readonly RecordedModel[],
): ReadonlySet<Condition> | undefined => {
  const index = steps
    .slice(0, end)
    .findLastIndex(
      ({ operator, options }) =>
        ['classify', 'combine-logits', 'ensemble-average'].includes(operator) && options.as === name,
    );
  const step = steps[index];
  if (step === undefined) return undefined;
  if (step.operator === 'combine-logits') return new Set(CONDITIONS);
  if (step.operator === 'classify') return gradedByModel(models.find((model) => model.name === step.options.model));
  const parts = membersOf(step.options).map((member) => gradedBy(steps, member.name, index, models));
  return parts.includes(undefined) ? undefined : new Set(parts.flatMap((part) => [...(part ?? [])]));
};

const gradedByModel = (model: RecordedModel | undefined): ReadonlySet<Condition> | undefined => {
  const { kind } = { kind: undefined, ...model?.config.architecture };
  if (typeof kind !== 'string' || !isGradingKind(kind)) return undefined;
  const { rows, locationsOf } = GRADING_PLANS[kind];
  return new Set(rows.flatMap((row) => locationsOf(row, []).map(({ condition }) => condition)));
};
