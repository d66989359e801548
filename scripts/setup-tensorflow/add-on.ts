import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, runTool } from './run-tool.ts';
import { onlyFile } from './wheels.ts';

/** tfjs-node 4.22 declares ^3.9.2. Only its TensorBoard messages use it, but they are loaded with the backend. */
const PROTOBUF_VERSION = '3.21.4';

const unpackPackage = (archive: string, into: string): void => {
  mkdirSync(into, { recursive: true });
  runTool({
    program: 'tar',
    args: ['-xzf', archive, '-C', into, '--strip-components=1'],
    purpose: `unpack ${archive}`,
    advice: 'run the script again',
  });
};

/**
 * tfjs-node requires `@tensorflow/tfjs`, the bundle of everything, but uses nothing of it beyond the core.
 * A package of that name beside it hands the product's own core through, so neither the bundle nor a second core,
 * with another registry of backends, is ever loaded.
 */
const addCoreAsTfjs = (into: string): void => {
  const folder = join(into, 'node_modules/@tensorflow/tfjs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@tensorflow/tfjs', main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), "module.exports = require('@tensorflow/tfjs-core');\n");
};

/**
 * Fetches the sources of tfjs-node into `<into>/build` and its JavaScript into `<into>/tfjs-node`.
 * Taken as archives, not installed: an installation would bring its own core and run the script that downloads.
 */
export const addTfjsNode = (into: string, tfjsVersion: string): void => {
  const archives = join(into, 'build/packages');
  mkdirSync(archives, { recursive: true });
  const packages = [`@tensorflow/tfjs-node@${tfjsVersion}`, `google-protobuf@${PROTOBUF_VERSION}`];
  runTool({
    ...npm(['pack', ...packages, '--silent', '--pack-destination', archives]),
    purpose: `fetch ${packages.join(' and ')}`,
    advice: 'see that npm reaches its registry',
  });
  unpackPackage(onlyFile(`tfjs-node-${tfjsVersion}.tgz`, archives), join(into, 'build/tfjs-node'));
  unpackPackage(onlyFile(`protobuf-${PROTOBUF_VERSION}.tgz`, archives), join(into, 'node_modules/google-protobuf'));
  for (const part of ['dist', 'package.json'])
    cpSync(join(into, 'build/tfjs-node', part), join(into, 'tfjs-node', part), { recursive: true });
  addCoreAsTfjs(into);
};

/**
 * Recipe for node-gyp, in the place of the one of tfjs-node, which knows only a library named libtensorflow.
 * The run path is relative, so the folder may be moved. N-API 8 is in every Node from 12.22 on: one build serves all.
 */
export const gypRecipe = {
  targets: [
    {
      target_name: 'tfjs_binding',
      sources: ['tfjs-node/binding/tfjs_backend.cc', 'tfjs-node/binding/tfjs_binding.cc'],
      include_dirs: ['include'],
      defines: ['NAPI_VERSION=8'],
      cflags_cc: ['-std=gnu++17'],
      libraries: [
        '-L<(module_root_dir)/../tensorflow',
        '-l:libtensorflow_cc.so.2',
        '-l:libtensorflow_framework.so.2',
        "-Wl,-rpath,'$$ORIGIN/tensorflow'",
      ],
    },
  ],
} as const;

/** Compiles `<into>/tfjs_binding.node`. Through `npm run`, because npm carries node-gyp and puts it on the path. */
export const compileAddOn = (into: string, nodeFolder: string | undefined): void => {
  const build = join(into, 'build');
  writeFileSync(join(build, 'binding.gyp'), JSON.stringify(gypRecipe));
  writeFileSync(join(build, 'package.json'), JSON.stringify({ private: true, scripts: { build: 'node-gyp rebuild' } }));
  const headers = nodeFolder === undefined ? [] : ['--', `--nodedir=${nodeFolder}`];
  runTool({
    ...npm(['run', 'build', '--silent', ...headers]),
    cwd: build,
    purpose: 'compile the add-on',
    advice:
      nodeFolder === undefined
        ? `Node's headers are not beside ${process.execPath}, so node-gyp had to find them; install them (libnode-dev, nodejs-devel) or name their folder with "npm config set nodedir"`
        : 'a C++17 compiler is needed, g++ 9 or newer',
  });
  copyFileSync(join(build, 'build/Release/tfjs_binding.node'), join(into, 'tfjs_binding.node'));
};
