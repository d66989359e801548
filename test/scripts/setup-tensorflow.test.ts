import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { gypRecipe } from '../../scripts/setup-tensorflow/add-on.ts';
import { describeEdition, editionOf, sameEdition, wheelProject } from '../../scripts/setup-tensorflow/edition.ts';
import { machineUnfit, optionUnknown } from '../../scripts/setup-tensorflow/errors.ts';
import { type Machine, missingFrom, probeMachine } from '../../scripts/setup-tensorflow/machine.ts';
import { runTool } from '../../scripts/setup-tensorflow/run-tool.ts';
import { removeTensorflow, tensorflowFolder } from '../../scripts/setup-tensorflow/set-up.ts';
import { unpackWheel } from '../../scripts/setup-tensorflow/unpack-wheel.ts';
import { cudaRequirements, onlyFile, placeInCuda, placeInTensorflow } from '../../scripts/setup-tensorflow/wheels.ts';
import { zip } from '../models/weights/support/zip.ts';
import { rejectionOf, thrownBy } from '../support/thrown-by.ts';

const COMPLETE: Machine = {
  platform: 'linux',
  arch: 'x64',
  python: 'python3',
  compiler: 'g++',
  make: 'make',
  tar: 'tar',
  tfjs: '4.22.0',
  nodeFolder: '/usr',
  freeBytes: 20e9,
};

const inTemporaryFolder = async (work: (folder: string) => void | Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'setup-tensorflow-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('an edition of TensorFlow', () => {
  const edition = editionOf({ tfjs: '4.22.0', gpu: false });

  it('is the same only when version, tfjs, device and layout are', () => {
    expect(sameEdition(edition, { ...edition })).to.equal(true);
    for (const other of [{ gpu: true }, { tfjs: '4.21.0' }, { tensorflow: '2.20.0' }, { layout: 0 }])
      expect(sameEdition(edition, { ...edition, ...other })).to.equal(false);
  });

  it('describes itself', () => {
    const words = describeEdition({ ...edition, tensorflow: '2.21.0', gpu: true });
    expect(words).to.equal('TensorFlow 2.21.0 (CUDA) for @tensorflow/tfjs-node 4.22.0');
  });

  it('comes from the wheel of the machine, where there is one', () => {
    expect(wheelProject({ platform: 'linux', arch: 'x64', gpu: false })).to.equal('tensorflow-cpu');
    expect(wheelProject({ platform: 'linux', arch: 'x64', gpu: true })).to.equal('tensorflow');
    expect(wheelProject({ platform: 'linux', arch: 'arm64', gpu: false })).to.equal('tensorflow');
    expect(wheelProject({ platform: 'win32', arch: 'x64', gpu: false })).to.equal(undefined);
  });
});

describe('missingFrom', () => {
  it('finds nothing missing on a complete machine', () => {
    expect(missingFrom(COMPLETE, false)).to.eql([]);
    expect(missingFrom(COMPLETE, true)).to.eql([]);
  });

  it('names everything that is missing at once, each with what to do', () => {
    const bare = { ...COMPLETE, python: undefined, compiler: undefined, make: undefined, tar: undefined };
    expect(missingFrom({ ...bare, tfjs: undefined, freeBytes: 1e9 }, false)).to.eql([
      'no @tensorflow/tfjs-core in node_modules, whose backend this becomes; run "npm ci"',
      'no Python with pip, which fetches the wheel; install python3 and python3-pip',
      'no C++17 compiler; install g++, or name one in CXX',
      'no make, which node-gyp drives; install make',
      'no tar, which unpacks npm packages; install tar',
      '1.0 GB free, but 1.5 GB are needed for a while; make room',
    ]);
  });

  it('asks for more room for CUDA', () => {
    expect(missingFrom({ ...COMPLETE, freeBytes: 2e9 }, false)).to.eql([]);
    expect(missingFrom({ ...COMPLETE, freeBytes: 2e9 }, true)).to.eql([
      '2.0 GB free, but 10 GB are needed for a while; make room',
    ]);
  });

  it('does without headers beside Node, for node-gyp has ways of its own', () => {
    expect(missingFrom({ ...COMPLETE, nodeFolder: undefined }, false)).to.eql([]);
  });

  it('says which platforms have libraries', () => {
    expect(missingFrom({ ...COMPLETE, platform: 'darwin', arch: 'arm64' }, false)).to.eql([
      'PyPI has no TensorFlow libraries to link with for darwin arm64, only for Linux on x64 and arm64; install @tensorflow/tfjs-node with npm, which downloads a finished one',
    ]);
    expect(missingFrom({ ...COMPLETE, arch: 'arm64' }, true)).to.eql([
      'PyPI has no TensorFlow with CUDA for linux arm64; leave out --gpu',
    ]);
  });

  it('is told what this machine is', () => {
    const machine = probeMachine(process.cwd());
    expect(machine).to.include({ platform: process.platform, arch: process.arch });
    expect(machine.freeBytes).to.be.above(0);
  });

  it('becomes one message', () => {
    expect(machineUnfit(['no make', 'no tar']).message).to.equal(
      'TensorFlow cannot be set up on this machine:\n  - no make\n  - no tar',
    );
  });
});

describe('what is taken out of the wheels', () => {
  it('is the two libraries, the headers of the C API and the licences', () => {
    const places = {
      'tensorflow/libtensorflow_cc.so.2': 'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2': 'tensorflow/libtensorflow_framework.so.2',
      'tensorflow/include/tensorflow/c/eager/c_api.h': 'build/include/tensorflow/c/eager/c_api.h',
      'tensorflow/include/tsl/platform/ctstring_internal.h': 'build/include/tsl/platform/ctstring_internal.h',
      'tensorflow_cpu-2.21.0.dist-info/METADATA': 'tensorflow/METADATA',
      'tensorflow_cpu-2.21.0.dist-info/licenses/LICENSE': 'tensorflow/licenses/LICENSE',
    };
    for (const [member, place] of Object.entries(places)) expect(placeInTensorflow(member)).to.equal(place);
  });

  it('is nothing of Python and no other header', () => {
    for (const member of [
      'tensorflow/__init__.py',
      'tensorflow/python/_pywrap_tfe.so',
      'tensorflow/include/Eigen/Core',
    ])
      expect(placeInTensorflow(member)).to.equal(undefined);
  });

  it('is the libraries and tools of CUDA without its headers', () => {
    expect(placeInCuda('nvidia/cudnn/lib/libcudnn.so.9')).to.equal('nvidia/cudnn/lib/libcudnn.so.9');
    expect(placeInCuda('nvidia/cuda_nvcc/bin/ptxas')).to.equal('nvidia/cuda_nvcc/bin/ptxas');
    expect(placeInCuda('nvidia/cudnn/include/cudnn.h')).to.equal(undefined);
    expect(placeInCuda('nvidia_cudnn_cu12-9.3.0.dist-info/METADATA')).to.equal(undefined);
  });

  it('is the CUDA that the metadata asks for under and-cuda, and no other extra', () => {
    const metadata = [
      'Name: tensorflow',
      'Requires-Dist: numpy>=1.26.0',
      'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
      "Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75 ; extra == 'and-cuda'",
      'Requires-Dist: tensorflow-io-gcs-filesystem>=0.23.1; (python_version < "3.13") and extra == "gcs-filesystem"',
      'Provides-Extra: and-cuda',
    ].join('\n');
    expect(cudaRequirements(metadata)).to.eql([
      'nvidia-cublas-cu12<13.0,>=12.5.3.2',
      'nvidia-cudnn-cu12<10.0,>=9.3.0.75',
    ]);
  });
});

describe('unpackWheel', () => {
  const library = { name: 'tensorflow/libtensorflow_cc.so.2', bytes: Buffer.from('library') };
  const script = { name: 'tensorflow/__init__.py', bytes: Buffer.from('print()') };

  it('writes what the plan places and leaves out the rest', () =>
    inTemporaryFolder(async (folder) => {
      const wheel = join(folder, 'a.whl');
      writeFileSync(wheel, zip([library, script]));
      const plan = { into: folder, placeOf: placeInTensorflow, needed: [library.name] };
      expect(await unpackWheel(wheel, plan)).to.eql([library.name]);
      expect(readFileSync(join(folder, library.name), 'utf8')).to.equal('library');
    }));

  it('says which needed member the wheel lacks', () =>
    inTemporaryFolder(async (folder) => {
      const wheel = join(folder, 'a.whl');
      writeFileSync(wheel, zip([script]));
      const plan = { into: folder, placeOf: placeInTensorflow, needed: [library.name] };
      const error = await rejectionOf(unpackWheel(wheel, plan));
      expect(error.message).to.equal(
        'a.whl: there is no tensorflow/libtensorflow_cc.so.2 in it, which the add-on needs; this release of TensorFlow is packed differently, use the one that this script names',
      );
    }));

  it('refuses a member that leads out of the folder', () =>
    inTemporaryFolder(async (folder) => {
      const wheel = join(folder, 'a.whl');
      writeFileSync(wheel, zip([{ name: '../outside', bytes: Buffer.from('x') }]));
      const plan = { into: join(folder, 'in'), placeOf: (member: string) => member, needed: [] };
      const [outcome] = await Promise.allSettled([unpackWheel(wheel, plan)]);
      expect(outcome.status).to.equal('rejected');
    }));
});

describe('the steps of setup-tensorflow', () => {
  it('find the one file that was downloaded, and complain of none or two', () =>
    inTemporaryFolder((folder) => {
      expect(thrownBy(() => onlyFile('.whl', folder)).message).to.equal(
        `${folder} should hold exactly one file named .whl after the download, but holds none; run the script again`,
      );
      writeFileSync(join(folder, 'a.whl'), '');
      expect(onlyFile('.whl', folder)).to.equal(join(folder, 'a.whl'));
      writeFileSync(join(folder, 'b.whl'), '');
      expect(thrownBy(() => onlyFile('.whl', folder)).code).to.equal('SETUP_DOWNLOAD_LACKS');
    }));

  it('say which tool failed, how, and what to do', () => {
    const tool = { purpose: 'compile the add-on', advice: 'install g++' };
    const ended = thrownBy(() => runTool({ ...tool, program: process.execPath, args: ['-e', 'process.exit(3)'] }));
    expect(ended.reason).to.equal(
      `could not compile the add-on: "${process.execPath} -e process.exit(3)" ended with code 3 (its own words stand above); install g++`,
    );
    const absent = thrownBy(() => runTool({ ...tool, program: 'no-such-program', args: [] }));
    expect(absent.reason).to.match(/ended with spawnSync no-such-program ENOENT/);
  });

  it('refuse an option that is not known', () => {
    expect(optionUnknown(new Error("Unknown option '--cuda'")).message).to.equal(
      "Unknown option '--cuda'; known are --gpu, --force, --remove and --help",
    );
  });

  it('link by a path relative to the add-on, so that the folder can be moved', () => {
    expect(gypRecipe.targets[0].libraries).to.include("-Wl,-rpath,'$$ORIGIN/tensorflow'");
  });

  it('undo what was done, and nothing when nothing was', () =>
    inTemporaryFolder((root) => {
      removeTensorflow(root);
      mkdirSync(tensorflowFolder(root), { recursive: true });
      removeTensorflow(root);
      expect(() => readFileSync(join(tensorflowFolder(root), 'setup.json'))).to.throw('ENOENT');
    }));
});
