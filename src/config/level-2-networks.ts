import type { Pipeline } from '../core/pipeline.ts';
import { isRecord } from '../domain/is-record.ts';
import { networksDiffer } from '../operators/errors.ts';
import { type Diagnostic, pipelineDiagnostic } from './diagnostic.ts';
import { stepsOf } from './input-facts.ts';
import type { RecordedModel } from './model-inputs.ts';

/**
 * Reports a step whose level-2 network combines the logits of other networks: each study would fail with
 * NETWORKS_DIFFER. Skips missing models.
 */
export const level2Diagnostics = (pipeline: Pipeline, models: readonly RecordedModel[]): readonly Diagnostic[] =>
  stepsOf(pipeline).flatMap(({ operator, options }, index): readonly Diagnostic[] => {
    const { kind, networks } = {
      ...{ kind: undefined, networks: undefined },
      ...models.find(({ name }) => operator === 'combine-logits' && name === options.model)?.config.architecture,
    };
    if (kind !== 'level_2' || !isRecord(networks)) return [];
    const given = Array.isArray(options.logits) ? options.logits.map(String) : [];
    const expected = Object.keys(networks);
    if (given.length === expected.length && expected.every((name) => given.includes(name))) return [];
    const { code, reason } = networksDiffer(String(options.model), given, expected);
    const path = ['steps', index, operator, 'logits'];
    return [pipelineDiagnostic(pipeline, path, { severity: 'error', code, message: `${operator}: ${reason}` })];
  });
