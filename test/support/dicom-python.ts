import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where scripts/dicom-python.sh puts it. */
const OWN = fileURLToPath(new URL('../../node_modules/.cache/dicom-python/bin/python', import.meta.url));
const PYTHON = process.env.SPINESTREAM_DICOM_PYTHON ?? (existsSync(OWN) ? OWN : 'python3');
const MODULES = ['pydicom', 'highdicom'];

const hasModules = (): boolean => {
  const code = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ${JSON.stringify(MODULES)}))`;
  return spawnSync(PYTHON, ['-c', code], { stdio: 'ignore' }).status === 0;
};

/** A `describe` that is pending, with one line saying why, where Python's DICOM libraries are not installed. */
export const describeDicomPython = (title: string, body: () => void): void => {
  if (hasModules()) describe(title, body);
  else
    describe(title, () => it(`pending: ${PYTHON} has no ${MODULES.join(', ')}; scripts/dicom-python.sh installs them`));
};

/** Runs a script that reads one JSON line a case and writes one; fails with what it wrote to its error stream. */
export const askPython = (script: URL, cases: readonly unknown[]): readonly unknown[] => {
  const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [fileURLToPath(script)], {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${script.pathname} ended with ${status ?? error?.message}:\n${stderr}`);
  const answers: readonly unknown[] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (answers.length !== cases.length) throw new Error(`${answers.length} answers to ${cases.length} cases`);
  return answers;
};
