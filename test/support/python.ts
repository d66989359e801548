import { spawnSync } from 'node:child_process';

const PYTHON = process.env.SPINESTREAM_PYTHON ?? 'python3';
const MODULES = ['torch', 'safetensors', 'timm', 'segmentation_models_pytorch'];

const STATISTICS = ['numpy', 'scipy', 'sklearn'];

const hasModules = (modules: readonly string[]): boolean => {
  const code = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ${JSON.stringify(modules)}))`;
  return spawnSync(PYTHON, ['-c', code], { stdio: 'ignore' }).status === 0;
};

const describeWith = (modules: readonly string[], title: string, body: (this: Mocha.Suite) => void): void => {
  if (hasModules(modules)) describe(title, body);
  else describe(title, () => it(`pending: ${PYTHON} has no ${modules.join(', ')} (SPINESTREAM_PYTHON names another)`));
};

/** A `describe` that is pending, with one line saying why, where PyTorch and the libraries of the original are not installed. */
export const describePyTorch = (title: string, body: (this: Mocha.Suite) => void): void =>
  describeWith(MODULES, title, body);

/** A `describe` that is pending, with one line saying why, where scikit-learn and SciPy are not installed. */
export const describeScikitLearn = (title: string, body: (this: Mocha.Suite) => void): void =>
  describeWith(STATISTICS, title, body);

/** A `describe` that is pending, with one line saying why, where NumPy is not installed. */
export const describeNumPy = (title: string, body: (this: Mocha.Suite) => void): void =>
  describeWith(['numpy'], title, body);

/** What a program prints; fails with what it wrote otherwise. */
export const printedByPython = (program: string, cwd: string): string => {
  const { status, stdout, stderr, error } = spawnSync(PYTHON, ['-c', program], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Python ended with ${status ?? error?.message}:\n${stderr}`);
  return stdout.trim();
};

/** Runs a script that reads one JSON line a case; fails with what it wrote. */
export const runPython = (script: string, cases: readonly object[]): void => {
  const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
  const { status, stderr, error } = spawnSync(PYTHON, [script], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ended with ${status ?? error?.message}:\n${stderr}`);
};
