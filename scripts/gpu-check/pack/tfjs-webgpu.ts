import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/** TensorFlow.js' backend, and Dawn. They are no dependencies of the product, so npm fetches them once. */
const PACKAGES = {
  webgpu: { version: '0.6.2', files: ['package.json', 'index.js', 'dist/linux-x64.dawn.node', 'dist/linux-x64'] },
  '@tensorflow/tfjs-backend-webgpu': { version: '4.22.0', files: ['package.json', 'dist/tf-backend-webgpu.node.js'] },
};

/** The unpacked package, from npm if it is not in `cache` yet. */
const fetched = (cache: string, name: string, version: string): string => {
  const folder = join(cache, name.replaceAll('/', '+'), version);
  if (existsSync(folder)) return folder;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const said = execFileSync('npm', ['pack', '--silent', '--pack-destination', part, `${name}@${version}`], {
    cwd: part,
    encoding: 'utf8',
  });
  execFileSync('tar', ['-xzf', join(part, said.trim().split('\n').at(-1)!), '-C', part]);
  renameSync(join(part, 'package'), folder);
  rmSync(part, { recursive: true, force: true });
  return folder;
};

/** Copies the packages of the `webgpu` backend into a folder node_modules. */
export const copyTfjsWebGpu = async (root: string, nodeModules: string): Promise<void> => {
  for (const [name, { version, files }] of Object.entries(PACKAGES)) {
    const folder = fetched(join(root, 'node_modules/.cache/gpu-check'), name, version);
    for (const file of files) {
      if (existsSync(join(folder, file)))
        await cp(join(folder, file), join(nodeModules, name, file), { recursive: true });
    }
  }
};
