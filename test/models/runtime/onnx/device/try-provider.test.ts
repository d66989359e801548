import { expect } from 'chai';
import { gpuPresent } from '../../../../../src/models/runtime/onnx/device/gpu-present.ts';
import { missingProvider } from '../../../../../src/models/runtime/onnx/device/locate-provider.ts';
import { tryProvider } from '../../../../../src/models/runtime/onnx/device/try-provider.ts';
import { probeAnswer } from '../../../../../src/models/runtime/probe-process.ts';
import { softwareVulkan } from '../../../../support/software-vulkan.ts';
import { withVulkanDriver } from '../../../../support/with-vulkan-driver.ts';

const HOW = { threads: 1, measure: false };

describe('tryProvider', function () {
  this.timeout(120_000);

  it('finds the CPU to compute as the CPU does', async () => {
    expect(await tryProvider('cpu', HOW)).to.eql({});
  });

  it('gives the reason of a provider that finds no device', async () => {
    const report = await withVulkanDriver('/nowhere.json', () => tryProvider('webgpu', HOW));
    expect('fault' in report && report.fault).to.match(/\w/);
    expect('fault' in report && report.fault).not.to.match(/\n|onnxruntime_src/);
  });

  it('agrees with the CPU on WebGPU over a software Vulkan driver', async function () {
    const vulkan = softwareVulkan();
    if ('absent' in vulkan) {
      process.stderr.write(`      ${vulkan.absent}\n`);
      return this.skip();
    }
    expect(await withVulkanDriver(vulkan.driver, () => tryProvider('webgpu', HOW))).to.eql({});
  });

  it('says how a probe ended that answered nothing', async () => {
    const file = new URL('../../fixtures/crash.mjs', import.meta.url);
    expect(await probeAnswer(file, [])).to.eql({ fault: 'the process that tried it ended with SIGABRT' });
    expect(await probeAnswer(new URL('../../fixtures/hang.mjs', import.meta.url), [], 500)).to.eql({
      fault: 'the process that tried it did not answer within 0.5 s',
    });
  });
});

describe('missingProvider', () => {
  it('says where a provider exists, and how a library that packages leave out is installed', () => {
    expect(missingProvider('dml', 'linux')).to.equal('ONNX Runtime has it on win32 only');
    expect(missingProvider('cuda', 'linux', () => ['/nowhere'])).to.equal(
      'libonnxruntime_providers_cuda.so is not installed; install it with "npm install --ignore-scripts=false onnxruntime-node"',
    );
    expect(missingProvider('webgpu', 'linux', () => [])).to.equal(undefined);
  });
});

describe('gpuPresent', () => {
  it('looks for device files on Linux, and takes other systems to have one', () => {
    const files = (tree: Readonly<Record<string, readonly string[]>>) => (folder: string) => tree[folder] ?? [];
    expect(gpuPresent('linux', files({ '/dev': ['null', 'dri'], '/dev/dri': ['card0'] }))).to.equal(false);
    expect(gpuPresent('linux', files({ '/dev': ['dri'], '/dev/dri': ['card0', 'renderD128'] }))).to.equal(true);
    expect(gpuPresent('linux', files({ '/dev': ['nvidia0'] }))).to.equal(true);
    expect(gpuPresent('darwin', files({}))).to.equal(true);
  });
});
