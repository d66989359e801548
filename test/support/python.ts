import { spawnSync } from 'node:child_process';

const PYTHON = process.env.SPINESTREAM_PYTHON ?? 'python3';
const MODULES = ['torch', 'safetensors', 'timm', 'segmentation_models_pytorch'];

const hasModules = (): boolean => {
  const code = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ${JSON.stringify(MODULES)}))`;
  return spawnSync(PYTHON, ['-c', code], { stdio: 'ignore' }).status === 0;
};

/** A `describe` that is pending, with one line saying why, where PyTorch and the libraries of the original are not installed. */
export const describePyTorch = (title: string, body: () => void): void => {
  if (hasModules()) describe(title, body);
  else describe(title, () => it(`pending: ${PYTHON} has no ${MODULES.join(', ')} (SPINESTREAM_PYTHON names another)`));
};

/** Runs a script that reads one JSON line a case; fails with what it wrote. */
export const runPython = (script: string, cases: readonly object[]): void => {
  const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
  const { status, stderr, error } = spawnSync(PYTHON, [script], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ended with ${status ?? error?.message}:\n${stderr}`);
};
