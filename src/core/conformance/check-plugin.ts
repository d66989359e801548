import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpineError } from '../../domain/spine-error.ts';
import type { SourceInfo } from '../define-source.ts';
import type { DeclaredPlugin } from '../plugin-declaration.ts';
import { infoOf, type Plugin, type PluginInfo } from '../registry.ts';
import { type Law, type LawResult, messageOf, notTried, resultOf, tried } from './law.ts';
import { OPERATOR_LAWS } from './operator/operator-laws.ts';
import { OUTPUT_LAWS } from './output/output-laws.ts';
import { SOURCE_LAWS } from './source/source-laws.ts';
import { sourceSubject } from './source/source-subject.ts';

/**
 * The laws of each kind of plugin, in the order in which `checkPlugin` tries them; docs/plugins.md says how to break
 * each.
 *
 * @example
 * import { LAWS } from 'spinestream/testing';
 *
 * LAWS.operator.some(({ name }) => name === 'leaves its input as it was'); // true
 */
export const LAWS: Readonly<Record<PluginInfo['kind'], readonly Pick<Law<never>, 'name'>[]>> = {
  source: SOURCE_LAWS,
  operator: OPERATOR_LAWS,
  output: OUTPUT_LAWS,
};

/** Options of `checkPlugin` and `brokenLaws`. */
export interface ConformanceOptions {
  /** Time limit of each call into the plugin. */
  readonly timeoutMs?: number;
}

const HAS_EXAMPLE = 'has an example';
const NO_EXAMPLE = {
  source: 'declare "example: { options, fill }", a folder of a few studies that the laws are tried on',
  operator: 'declare "example: { options, study }", a small study that the laws are tried on',
  output: 'declare "example: { options, study }", a small study that the laws are tried on',
} as const;

/**
 * Checks every law for a source, an operator or an output, with its example. A broken law is a result, not an error.
 * @param options  time limit of each call into the plugin, in ms
 *
 * @example
 * import { selectSlices } from 'spinestream/operators';
 * import { checkPlugin } from 'spinestream/testing';
 *
 * const results = await checkPlugin(selectSlices);
 * results[0]; // { law: 'has an example', outcome: 'kept', complaints: [] }
 * results.every(({ outcome }) => outcome === 'kept'); // true
 */
export const checkPlugin = async (
  plugin: Plugin,
  { timeoutMs = 10_000 }: ConformanceOptions = {},
): Promise<readonly LawResult[]> => {
  const info = infoOf(plugin);
  const { example } = info;
  if (example === undefined) return withoutExample(info, NO_EXAMPLE[info.kind]);
  try {
    const results = await lawResults(info, timeoutMs);
    return [resultOf(HAS_EXAMPLE, []), ...results];
  } catch (error) {
    if (error instanceof SpineError && error.code === 'OPTIONS_INVALID')
      return withoutExample(info, `its schema refuses the options of the example: ${error.reason}`);
    return withoutExample(info, `its example cannot be set up: ${messageOf(error)}`);
  }
};

/**
 * Returns the laws that a plugin breaks, one line each, e.g. "reads what it declares: ..."; empty if it keeps them all.
 * @param options  time limit of each call into the plugin, in ms
 *
 * @example
 * import { loadSeries } from 'spinestream/operators';
 * import { brokenLaws } from 'spinestream/testing';
 *
 * await brokenLaws(loadSeries); // []
 */
export const brokenLaws = async (plugin: Plugin, options?: ConformanceOptions): Promise<readonly string[]> =>
  (await checkPlugin(plugin, options))
    .filter(({ outcome }) => outcome === 'broken')
    .map(({ law, complaints }) => `${law}: ${complaints.join('; ')}`);

const withoutExample = ({ kind }: PluginInfo, complaint: string): readonly LawResult[] => [
  resultOf(HAS_EXAMPLE, [complaint]),
  ...LAWS[kind].map(notTried),
];

const lawResults = async (info: PluginInfo, timeoutMs: number): Promise<readonly LawResult[]> => {
  switch (info.kind) {
    case 'source':
      return sourceResults(info, timeoutMs);
    case 'operator':
      return tried(OPERATOR_LAWS, subjectOf(info, timeoutMs));
    case 'output':
      return tried(OUTPUT_LAWS, subjectOf(info, timeoutMs));
  }
};

const subjectOf = <Info, Example extends { readonly options: unknown }, Bound>(
  info: Info & DeclaredPlugin<string, Example, Bound>,
  timeoutMs: number,
) => {
  const example = info.example!; // `checkPlugin` has looked for it
  return { info, example, bound: info.bind(example.options), timeoutMs };
};

const sourceResults = async (info: SourceInfo, timeoutMs: number): Promise<readonly LawResult[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-example-'));
  try {
    const { subject, close } = await sourceSubject(info, folder, timeoutMs);
    try {
      return await tried(SOURCE_LAWS, subject);
    } finally {
      await close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
