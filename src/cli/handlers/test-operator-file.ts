import { loadPluginFile } from '../../config/user-files/load-plugins.ts';
import { checkOperator, type LawResult } from '../../core/conformance/index.ts';
import { BUILT_IN_OPERATORS } from '../../operators/built-in.ts';

const MARKS: Readonly<Record<LawResult['outcome'], string>> = { kept: 'ok  ', broken: 'FAIL', 'not tried': '-   ' };

interface Tested {
  readonly operator: string;
  readonly results: readonly LawResult[];
}

const isBroken = ({ outcome }: LawResult): boolean => outcome === 'broken';

const asText = ({ operator, results }: Tested): string => {
  const lines = results.flatMap(({ law, outcome, complaints }) => [
    `  ${MARKS[outcome]}  ${law}`,
    ...(outcome === 'broken' ? complaints.map((complaint) => `          ${complaint}`) : []),
  ]);
  const count = results.filter(isBroken).length;
  return `${operator}\n${lines.join('\n')}\n${count === 0 ? 'keeps every law' : `breaks ${count} of ${results.length} laws`}\n`;
};

/** A pipeline file that lists the operator would refuse a name that the product has. */
const nameLaw = (name: string): LawResult => {
  const taken = BUILT_IN_OPERATORS.some((one) => one.name === name);
  return {
    law: 'has a name of its own',
    outcome: taken ? 'broken' : 'kept',
    complaints: taken ? [`the product has an operator "${name}"; choose another name`] : [],
  };
};

/** Tries the laws on every operator of a file. @throws OPERATOR_* where the file holds none or cannot be loaded */
export const testOperatorFile = async (
  file: string,
  { timeoutMs, json }: { readonly timeoutMs: number; readonly json: boolean },
): Promise<{ readonly text: string; readonly broken: number }> => {
  const { operators } = await loadPluginFile(file);
  const tested: Tested[] = [];
  for (const spec of operators)
    tested.push({
      operator: spec.name,
      results: [nameLaw(spec.name), ...(await checkOperator({ spec }, { timeoutMs }))],
    });
  return {
    text: json ? `${JSON.stringify(tested, undefined, 2)}\n` : tested.map(asText).join('\n'),
    broken: tested.flatMap(({ results }) => results).filter(isBroken).length,
  };
};
