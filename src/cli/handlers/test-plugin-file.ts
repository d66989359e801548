import { BUILT_IN } from '../../config/built-in.ts';
import { loadPluginFile } from '../../config/user-files/load-plugins.ts';
import { checkPlugin, type LawResult } from '../../core/conformance/index.ts';
import { strayErrors } from '../../core/conformance/stray-errors.ts';
import { PLUGIN_KINDS, type PluginInfo, type PluginKind } from '../../core/registry.ts';
import { watchedLoop } from '../process/watched-loop.ts';

const MARKS: Readonly<Record<LawResult['outcome'], string>> = { kept: 'ok  ', broken: 'FAIL', 'not tried': '-   ' };

interface Tested {
  readonly kind: PluginInfo['kind'];
  readonly name: string;
  readonly results: readonly LawResult[];
}

const isBroken = ({ outcome }: LawResult): boolean => outcome === 'broken';

const asText = ({ kind, name, results }: Tested): string => {
  const lines = results.flatMap(({ law, outcome, complaints }) => [
    `  ${MARKS[outcome]}  ${law}`,
    ...(outcome === 'broken' ? complaints.map((complaint) => `          ${complaint}`) : []),
  ]);
  const count = results.filter(isBroken).length;
  const verdict = count === 0 ? 'keeps every law' : `breaks ${count} of ${results.length} laws`;
  return `${kind} ${name}\n${lines.join('\n')}\n${verdict}\n`;
};

/** Refuses names of built-in plugins, as a pipeline file that lists the plugin would. */
const nameLaw = (kind: PluginKind, { name, kind: word }: PluginInfo): LawResult => {
  const taken = BUILT_IN[kind].has(name);
  return {
    law: 'has a name of its own',
    outcome: taken ? 'broken' : 'kept',
    complaints: taken ? [`the product has a built-in ${word} "${name}"; choose another name`] : [],
  };
};

/** A law of the process, told of where it is broken. */
const strayLaw = (complaints: readonly string[]): readonly LawResult[] =>
  complaints.length === 0 ? [] : [{ law: 'leaves no error behind', outcome: 'broken', complaints }];

const resultsOf = async (kind: PluginKind, info: PluginInfo, timeoutMs: number): Promise<readonly LawResult[]> => {
  const strays = strayErrors();
  const results = await checkPlugin(info, { timeoutMs });
  await new Promise(setImmediate); // when Node tells of promises that were rejected by the last call
  return [nameLaw(kind, info), ...results, ...strayLaw(strays())];
};

/**
 * Checks the laws for every source, operator and output of a file. @throws PLUGIN_* if the file exports none or cannot
 * be loaded
 */
export const testPluginFile = async (
  file: string,
  { timeoutMs, json }: { readonly timeoutMs: number; readonly json: boolean },
): Promise<{ readonly text: string; readonly broken: number }> => {
  const plugins = await loadPluginFile(file);
  const tested: Tested[] = [];
  const watch = watchedLoop(timeoutMs);
  try {
    for (const kind of PLUGIN_KINDS)
      for (const info of plugins[kind]) {
        watch.begin(`${info.kind} ${info.name}`);
        tested.push({ kind: info.kind, name: info.name, results: await resultsOf(kind, info, timeoutMs) });
      }
  } finally {
    watch.end();
  }
  return {
    text: json ? `${JSON.stringify(tested, undefined, 2)}\n` : tested.map(asText).join('\n'),
    broken: tested.flatMap(({ results }) => results).filter(isBroken).length,
  };
};
