import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { downloadLacks } from './errors.ts';
import { runTool } from './run-tool.ts';
import { unpackWheel } from './unpack-wheel.ts';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => `tensorflow/${name}`);

/** What the add-on includes, directly or not: the C API and its string type. */
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/ctstring', 'tsl/platform/ctstring', 'xla/tsl/c/'];
const INCLUDE = 'tensorflow/include/';

/** Where a member of the TensorFlow wheel goes; the folder `build` is thrown away at the end. */
export const placeInTensorflow = (member: string): string | undefined => {
  if (LIBRARIES.includes(member)) return member;
  if (member.startsWith(INCLUDE)) {
    const header = member.slice(INCLUDE.length);
    return HEADERS.some((prefix) => header.startsWith(prefix)) ? join('build/include', header) : undefined;
  }
  return /^tensorflow[^/]*\.dist-info\/(METADATA|LICENSE|licenses\/.*)$/.test(member)
    ? join('tensorflow', member.slice(member.indexOf('/') + 1))
    : undefined;
};

/** CUDA stays in the places that TensorFlow's run paths name, `../nvidia` from its own folder. */
export const placeInCuda = (member: string): string | undefined =>
  member.startsWith('nvidia/') && !/\.(h|hpp|cuh|py)$/.test(member) ? member : undefined;

/** The CUDA wheels that TensorFlow's own metadata asks for, as pip writes requirements. */
export const cudaRequirements = (metadata: string): readonly string[] =>
  [...metadata.matchAll(/^Requires-Dist: ([^;\n]+?)\s*;[^\n]*extra == ["']and-cuda["']/gm)].map(([, name]) => name!);

const filesEndingIn = (ending: string, folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name.endsWith(ending));

/** The only file in a folder that ends so. @throws SETUP_DOWNLOAD_LACKS */
export const onlyFile = (ending: string, folder: string): string => {
  const [name, ...more] = filesEndingIn(ending, folder);
  if (name === undefined || more.length > 0) throw downloadLacks(ending, folder, readdirSync(folder));
  return join(folder, name);
};

/** Any Python's wheel will do, since nothing of Python is used; so the version is fixed, not the machine's own. */
const ANY_PYTHON = ['--python-version', '3.12', '--implementation', 'cp', '--abi', 'cp312', '--abi', 'none'];

const download = (python: string, requirements: readonly string[], folder: string): void => {
  mkdirSync(folder, { recursive: true });
  const options = ['--no-deps', '--only-binary=:all:', ...ANY_PYTHON, '--dest', folder];
  runTool({
    program: python,
    args: ['-m', 'pip', 'download', ...options, ...requirements],
    purpose: `download ${requirements.join(', ')}`,
    advice:
      'see that pip reaches PyPI or a mirror of it (PIP_INDEX_URL) and that this Linux is not older than the wheel',
  });
};

/** Libraries and headers of TensorFlow into `<into>/tensorflow` and `<into>/build/include`. */
export const addTensorflow = async (into: string, o: { python: string; requirement: string }): Promise<void> => {
  const folder = join(into, 'build/wheels');
  download(o.python, [o.requirement], folder);
  const wheel = onlyFile('.whl', folder);
  const needed = [...LIBRARIES, `${INCLUDE}tensorflow/c/eager/c_api.h`];
  await unpackWheel(wheel, { into, placeOf: placeInTensorflow, needed });
  rmSync(folder, { recursive: true });
};

/** CUDA's libraries into `<into>/nvidia`; the TensorFlow wheel must have been added before. */
export const addCuda = async (into: string, python: string): Promise<void> => {
  const folder = join(into, 'build/cuda-wheels');
  download(python, cudaRequirements(readFileSync(join(into, 'tensorflow/METADATA'), 'utf8')), folder);
  for (const name of filesEndingIn('.whl', folder)) {
    await unpackWheel(join(folder, name), { into, placeOf: placeInCuda, needed: [] });
    rmSync(join(folder, name));
  }
};
