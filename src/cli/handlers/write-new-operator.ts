import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT_IN_OPERATORS } from '../../operators/built-in.ts';
import { fileExists, operatorNameTaken } from '../errors.ts';
import { newOperatorFiles } from './new-operator-files.ts';

/** What to do with a new operator, for a person. */
const nextSteps = (name: string, operator: string, test: string): string => `wrote ${operator} and ${test}

next
  spinestream test-plugin ${operator}
      tries the laws that every operator keeps
  node --import tsx --test ${test}
      runs its own test (with spinestream and tsx in the project: docs/custom-operators.md, "Where files may lie")
  in a pipeline file beside it
      plugins: [./${name}.ts]
      steps:
        - ${name}: { stacks: sagt2, factor: 2, as: scaled }
`;

/**
 * Writes an operator to begin with, and its test.
 * @returns what to do next
 * @throws OPERATOR_NAME_UNFIT, OPERATOR_NAME_TAKEN, FILE_EXISTS before anything is written
 */
export const writeNewOperator = async (name: string, folder: string): Promise<string> => {
  const { operator, test } = newOperatorFiles(name);
  if (BUILT_IN_OPERATORS.some((one) => one.name === name)) throw operatorNameTaken(name);
  const files = [operator, test].map((file) => ({ path: join(folder, file.name), text: file.text }));
  const taken = files.find(({ path }) => existsSync(path));
  if (taken !== undefined) throw fileExists(taken.path);
  await mkdir(folder, { recursive: true });
  for (const { path, text } of files) await writeFile(path, text, { flag: 'wx' });
  return nextSteps(name, join(folder, operator.name), join(folder, test.name));
};
