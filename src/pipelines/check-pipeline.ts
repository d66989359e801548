import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { BoundOperator } from '../operators/define-operator.ts';
import type { OperatorRegistry } from '../operators/registry.ts';
import type { BoundOutput, OutputInfo } from './define-output.ts';
import { configurationInvalid, pipelineUnreadable } from './errors.ts';
import type { Finding } from './finding.ts';
import { suggestion } from './nearest-name.ts';
import type { ModelReference, Pipeline } from './pipeline.ts';
import { type Frame, frameSchema } from './pipeline-schema.ts';
import { schemaFindings } from './schema-findings.ts';
import { type Placed, wiringOf } from './wiring.ts';
import { type Path, parseYaml, type YamlDocument } from './yaml-document.ts';

export interface CheckContext {
  readonly operators: OperatorRegistry;
  readonly outputs: readonly OutputInfo[];
  readonly variables: Readonly<Record<string, string>>;
}

export interface CheckedPipeline {
  /** Undefined where any finding is an error. */
  readonly pipeline: Pipeline | undefined;
  /** All of them, in the order of the file. */
  readonly findings: readonly Finding[];
}

type Report = (severity: Finding['severity'], code: string, path: Path, message: string, key?: boolean) => void;

/** Something of the file that has a name, options and a schema: an operator or an output. */
interface Declared<B> {
  readonly name: string;
  readonly options: z.ZodType;
  readonly bind: (options: unknown) => B;
}

/** Checks the text of a pipeline file: syntax, options, names, wiring. Reads nothing else and throws nothing. */
export const checkPipeline = (text: string, file: string, context: CheckContext): CheckedPipeline => {
  const document = parseYaml(text, file, context.variables);
  const findings: Finding[] = [...document.findings];
  const report: Report = (severity, code, path, message, key = false) => {
    findings.push({ severity, code, file, ...document.at(path, { key }), message });
  };
  const pipeline = document.value === undefined ? undefined : pipelineOf(document, file, context, report);
  if (document.value === undefined && findings.length === 0)
    report('error', 'FILE_EMPTY', [], 'the file is empty; expected "steps" with at least one operator');
  const ordered = [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
  return { pipeline: ordered.some(({ severity }) => severity === 'error') ? undefined : pipeline, findings: ordered };
};

/** Reads and checks a pipeline file. @throws PIPELINE_UNREADABLE, CONFIGURATION_INVALID with every finding */
export const loadPipeline = async (
  path: string,
  context: CheckContext,
): Promise<{ pipeline: Pipeline; warnings: readonly Finding[] }> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => Promise.reject(pipelineUnreadable(path, cause)));
  const { pipeline, findings } = checkPipeline(text, path, context);
  if (pipeline === undefined) throw configurationInvalid(path, findings);
  return { pipeline, warnings: findings };
};

const pipelineOf = (
  document: YamlDocument,
  file: string,
  context: CheckContext,
  report: Report,
): Pipeline | undefined => {
  const frame = frameSchema.safeParse(document.value);
  if (!frame.success) {
    for (const { path, message, code, key } of schemaFindings(frame.error, frameSchema, document.value))
      report('error', code, path, message, key);
    return undefined;
  }
  const operators = boundAll(frame.data, 'steps', [...context.operators.values()], document, report);
  const outputs = boundAll(frame.data, 'outputs', context.outputs, document, report);
  const models = modelsOf(frame.data);
  checkModels(frame.data, operators, report);
  const duplicates = outputs.filter(
    ({ bound }, index) => outputs.findIndex((other) => other.bound.name === bound.name) < index,
  );
  for (const { path, bound } of duplicates)
    report('error', 'OUTPUT_TWICE', path, `${bound.name}: this output is asked for twice; remove one`, true);
  const steps = wiringOf(operators, outputs, report);
  return {
    name: frame.data.name ?? basename(file).replace(/\.ya?ml$/, ''),
    file,
    models,
    steps,
    outputs: outputs.map(({ bound }) => bound),
    canonical: JSON.stringify({ models, steps: frame.data.steps, outputs: frame.data.outputs }),
  };
};

const boundAll = <B extends BoundOperator | BoundOutput>(
  frame: Frame,
  section: 'steps' | 'outputs',
  known: readonly Declared<B>[],
  document: YamlDocument,
  report: Report,
): readonly Placed<B>[] =>
  frame[section].flatMap((item, index) => {
    const path = [section, index];
    const [name, ...others] = Object.keys(item);
    if (name === undefined || others.length > 0) {
      report(
        'error',
        'STEP_SHAPE',
        path,
        `${section}: expected one name with its options, such as "- ${known[0]?.name}: {}", found ${name === undefined ? 'none' : [name, ...others].map((key) => `"${key}"`).join(', ')}`,
      );
      return [];
    }
    const declared = known.find((one) => one.name === name);
    if (declared === undefined) {
      const what = section === 'steps' ? 'operator' : 'output';
      report(
        'error',
        'NAME_UNKNOWN',
        [...path, name],
        `unknown ${what} "${name}";${suggestion(
          name,
          known.map((one) => one.name),
        )}`,
        true,
      );
      return [];
    }
    const parsed = declared.options.safeParse(item[name] ?? {});
    if (!parsed.success) {
      for (const found of schemaFindings(parsed.error, declared.options, item[name] ?? {}))
        report('error', found.code, [...path, name, ...found.path], `${name}: ${found.message}`, found.key);
      return [];
    }
    const place = [...path, name];
    return [{ bound: declared.bind(item[name] ?? {}), path: place, line: document.at(place, { key: true }).line }];
  });

const modelsOf = ({ models }: Frame): readonly ModelReference[] =>
  Object.entries(models).map(([name, model]) =>
    typeof model === 'string' ? { name, path: model, folds: 'all', weights: 'best' } : { name, ...model },
  );

const checkModels = ({ models }: Frame, operators: readonly Placed<BoundOperator>[], report: Report): void => {
  const known = Object.keys(models);
  const used = new Set(operators.flatMap(({ bound }) => bound.models));
  for (const { bound, path } of operators)
    for (const model of bound.models.filter((name) => !known.includes(name)))
      report(
        'error',
        'MODEL_UNKNOWN',
        [...path, 'model'],
        `${bound.name}: unknown model "${model}";${suggestion(model, known)}`,
      );
  for (const name of known.filter((model) => !used.has(model)))
    report('warning', 'MODEL_UNUSED', ['models', name], `models: no operator uses "${name}"; remove it`, true);
};
