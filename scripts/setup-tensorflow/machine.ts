import { existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { wheelProject } from './edition.ts';
import { answers } from './run-tool.ts';

/** What the set-up finds on a machine; `undefined` is what it does not find. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** A Python that has pip. It downloads, and node-gyp runs on it. */
  readonly python: string | undefined;
  readonly compiler: string | undefined;
  readonly make: string | undefined;
  readonly tar: string | undefined;
  /** Version of `@tensorflow/tfjs-core` in node_modules. */
  readonly tfjs: string | undefined;
  /** Folder with `include/node/node_api.h`; without it node-gyp looks for headers in its own way. */
  readonly nodeFolder: string | undefined;
  readonly freeBytes: number;
}

const firstThat = (candidates: readonly string[], ...args: string[]): string | undefined =>
  candidates.find((program) => answers(program, args));

const installedTfjs = (root: string): string | undefined => {
  const require = createRequire(join(root, 'package.json'));
  try {
    const manifest: unknown = JSON.parse(readFileSync(require.resolve('@tensorflow/tfjs-core/package.json'), 'utf8'));
    return manifest instanceof Object && 'version' in manifest ? String(manifest.version) : undefined;
  } catch {
    return undefined; // not installed: that is the answer, and missingFrom says what to do
  }
};

/** Distributions ship Node's headers beside Node: `<prefix>/bin/node`, `<prefix>/include/node`. */
const folderOfHeaders = (): string | undefined => {
  const prefixes = [process.execPath, realpathSync(process.execPath)].map((node) => dirname(dirname(node)));
  return prefixes.find((prefix) => existsSync(join(prefix, 'include/node/node_api.h')));
};

export const probeMachine = (root: string): Machine => {
  const { bavail, bsize } = statfsSync(root);
  return {
    platform: process.platform,
    arch: process.arch,
    python: firstThat(['python3', 'python'], '-m', 'pip', '--version'),
    compiler: firstThat([process.env.CXX ?? 'g++'], '--version'),
    make: firstThat(['make', 'gmake'], '--version'),
    tar: firstThat(['tar'], '--version'),
    tfjs: installedTfjs(root),
    nodeFolder: folderOfHeaders(),
    freeBytes: bavail * bsize,
  };
};

const GB = 1e9;
/** Wheels and what comes out of them lie side by side for a while. */
const NEEDED_BYTES = { cpu: 1.5 * GB, gpu: 10 * GB };

const platformProblem = ({ platform, arch }: Machine, gpu: boolean): string =>
  gpu && wheelProject({ platform, arch, gpu: false }) !== undefined
    ? `PyPI has no TensorFlow with CUDA for ${platform} ${arch}; leave out --gpu`
    : `PyPI has no TensorFlow libraries to link with for ${platform} ${arch}, only for Linux on x64 and arm64; install @tensorflow/tfjs-node with npm, which downloads a finished one`;

/** One line for each thing that is missing, with what to do about it; none when all is there. */
export const missingFrom = (machine: Machine, gpu: boolean): readonly string[] => {
  const neededBytes = NEEDED_BYTES[gpu ? 'gpu' : 'cpu'];
  const checks: readonly (readonly [boolean, string])[] = [
    [wheelProject({ ...machine, gpu }) === undefined, platformProblem(machine, gpu)],
    [machine.tfjs === undefined, 'no @tensorflow/tfjs-core in node_modules, whose backend this becomes; run "npm ci"'],
    [machine.python === undefined, 'no Python with pip, which fetches the wheel; install python3 and python3-pip'],
    [machine.compiler === undefined, 'no C++17 compiler; install g++, or name one in CXX'],
    [machine.make === undefined, 'no make, which node-gyp drives; install make'],
    [machine.tar === undefined, 'no tar, which unpacks npm packages; install tar'],
    [
      machine.freeBytes < neededBytes,
      `${(machine.freeBytes / GB).toFixed(1)} GB free, but ${neededBytes / GB} GB are needed for a while; make room`,
    ],
  ];
  return checks.filter(([missing]) => missing).map(([, line]) => line);
};
