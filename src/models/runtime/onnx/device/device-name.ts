import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import type { Provider } from './devices.ts';

const NVIDIA = '/proc/driver/nvidia/gpus';

const nvidiaName = (): string | undefined => {
  try {
    const [first] = readdirSync(NVIDIA).sort();
    return first && /^Model:\s*(.+)$/m.exec(readFileSync(join(NVIDIA, first, 'information'), 'utf8'))?.[1]?.trim();
  } catch {
    return undefined;
  }
};

/**
 * Name of a provider's hardware, for records of runs. ONNX Runtime does not report it, so it is the system's first NVIDIA card, the Vulkan driver
 * named in the environment, or unknown.
 */
export const deviceName = (provider: Provider, environment: NodeJS.ProcessEnv = process.env): string => {
  if (provider === 'cpu') return cpus()[0]?.model.trim() ?? 'CPU';
  const driver = environment.VK_DRIVER_FILES ?? environment.VK_ICD_FILENAMES;
  if (provider === 'webgpu' && driver) return `Vulkan driver ${basename(driver)}`;
  return nvidiaName() ?? 'unknown';
};
