import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packingFailed } from './errors.ts';
import { expectedValues } from './expected-values.ts';
import { copyProduct } from './product-files.ts';
import { copySpareLibraries } from './spare-libraries.ts';
import { copyTfjsWebGpu } from './tfjs-webgpu.ts';

export interface PackOptions {
  readonly root: string;
  readonly into: string;
  /** Whether to include TensorFlow.js' WebGPU backend, which comes from npm. */
  readonly tfjs: boolean;
  /** Compression level of xz, 0 to 9. */
  readonly level: number;
  readonly say: (line: string) => void;
}

/** What a pack may weigh. */
export const MAXIMUM_BYTES = 60 * 2 ** 20;

const checkMachine = (): void => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw packingFailed(`this is ${process.platform} on ${process.arch}; pack on Linux on x64, for which the pack is`);
  const { variables } = process.config;
  if ('node_shared' in variables && variables.node_shared === true)
    throw packingFailed(`${process.execPath} needs a shared library of Node; pack with a Node of nodejs.org or npm`);
  for (const program of ['tar', 'xz'])
    try {
      execFileSync(program, ['--version'], { stdio: 'ignore' });
    } catch {
      throw packingFailed(`${program} is missing; install it`);
    }
};

/** Without its symbols, Node is 15% smaller. */
const copyNode = async (to: string, say: PackOptions['say']): Promise<void> => {
  await copyFile(process.execPath, to);
  await chmod(to, 0o755);
  try {
    execFileSync('strip', [to], { stdio: 'ignore' });
  } catch {
    say('strip is not installed; Node keeps its symbols');
  }
};

/** @throws GPU_CHECK_PACKING_FAILED */
const compress = async (folder: string, to: string, level: number): Promise<void> => {
  const tar = spawn('tar', ['--create', '--sort=name', '--owner=0', '--group=0', '--directory', folder, '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const xz = spawn('xz', ['--compress', '--stdout', '--threads=1', `-${level}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = [tar, xz].map((child) => new Promise<number | null>((resolve) => child.once('close', resolve)));
  await Promise.all([pipeline(tar.stdout, xz.stdin), pipeline(xz.stdout, createWriteStream(to))]);
  const codes = await Promise.all(ended);
  if (codes.some((code) => code !== 0)) throw packingFailed(`tar and xz ended with codes ${codes.join(' and ')}`);
};

/**
 * Writes run.sh and parts.tar.xz into a folder, and returns their size.
 * @throws GPU_CHECK_PACKING_FAILED if this machine cannot pack, or the pack is larger than 60 MiB
 */
export const writePack = async ({ root, into, tfjs, level, say }: PackOptions): Promise<number> => {
  checkMachine();
  const parts = await mkdtemp(join(tmpdir(), 'spinestream-gpu-check-pack-'));
  try {
    const product = join(parts, 'product');
    await copyNode(join(parts, 'node'), say);
    const absent = copySpareLibraries(join(parts, 'spare-libraries'));
    if (absent.length > 0) say(`not on this machine, so the pack has no spare: ${absent.join(', ')}`);
    await copyProduct(root, product);
    if (tfjs) await copyTfjsWebGpu(root, join(product, 'node_modules'));
    const expected = join(product, 'scripts/gpu-check/check/expected.json');
    await writeFile(expected, JSON.stringify(await expectedValues()));
    await mkdir(into, { recursive: true });
    await copyFile(join(root, 'scripts/gpu-check/run.sh'), join(into, 'run.sh'));
    await compress(parts, join(into, 'parts.tar.xz'), level);
  } finally {
    await rm(parts, { recursive: true, force: true });
  }
  const sizes = await Promise.all(['run.sh', 'parts.tar.xz'].map(async (name) => (await stat(join(into, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > MAXIMUM_BYTES)
    throw packingFailed(`the pack has ${(bytes / 2 ** 20).toFixed(1)} MiB, and 60 are allowed; use --without-tfjs`);
  return bytes;
};
