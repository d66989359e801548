import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deviceName } from '../../../src/models/runtime/onnx/device/device-name.ts';
import type { Provider } from '../../../src/models/runtime/onnx/device/devices.ts';
import { tryProvider } from '../../../src/models/runtime/onnx/device/try-provider.ts';
import { backendFault } from '../../../src/models/runtime/tfjs/backend-fault.ts';
import { availableThreads } from '../../../src/threads/available-threads.ts';
import { rounded } from './check.ts';
import type { ResultWriter } from './results.ts';

const STEP = 'devices';
const TRIED: readonly Provider[] = ['cuda', 'tensorrt', 'webgpu'];

/** Manifests of NVIDIA's Vulkan driver that run.sh wrote because the system lacks one, or because it may name the wrong library. */
const manifestsIn = (folder: string | undefined): readonly string[] => {
  if (folder === undefined) return [];
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
};

const reportOf = async (provider: Provider, measure: boolean) =>
  tryProvider(provider, { threads: availableThreads(), measure });

/** Tries WebGPU with the Vulkan drivers that the system names, then with each manifest of run.sh; the one that works stays set. */
const tryWebGpu = async (measure: boolean, manifests: readonly string[]) => {
  let report = await reportOf('webgpu', measure);
  for (const manifest of manifests) {
    if (!('fault' in report)) break;
    const before = { ...process.env };
    process.env.VK_DRIVER_FILES = manifest;
    process.env.VK_ICD_FILENAMES = manifest; // loaders before 1.3.207
    const next = await reportOf('webgpu', measure);
    if ('fault' in next) process.env = before;
    else report = next;
  }
  return report;
};

/** Providers of ONNX Runtime that work here. */
export const findProviders = async (results: ResultWriter, short: boolean): Promise<readonly Provider[]> => {
  const found: Provider[] = [];
  for (const provider of TRIED) {
    const manifests = manifestsIn(process.env.SPINESTREAM_VULKAN_MANIFESTS);
    const report = await (provider === 'webgpu' ? tryWebGpu(!short, manifests) : reportOf(provider, !short));
    const subject = `ONNX Runtime, ${provider}`;
    if ('fault' in report) {
      results.add({ step: STEP, subject, outcome: 'not supported', figures: {}, reason: report.fault });
      continue;
    }
    found.push(provider);
    const speed = 'cpuMs' in report ? { 'device ms': rounded(report.deviceMs), 'CPU ms': rounded(report.cpuMs) } : {};
    results.add({ step: STEP, subject, outcome: 'agrees', figures: { device: deviceName(provider), ...speed } });
  }
  return found;
};

/** Whether TensorFlow.js starts on WebGPU. */
export const findTfjs = async (results: ResultWriter): Promise<boolean> => {
  const reason = await backendFault('webgpu');
  const subject = 'TensorFlow.js, webgpu';
  if (reason === undefined) results.add({ step: STEP, subject, outcome: 'measured', figures: { start: 'works' } });
  else results.add({ step: STEP, subject, outcome: 'not supported', figures: {}, reason });
  return reason === undefined;
};
