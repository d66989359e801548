import { availableThreads } from '../../../../threads/available-threads.ts';
import { type DeviceName, gpuProviders, type Provider } from './devices.ts';
import { deviceUnavailable } from './errors.ts';
import { gpuPresent } from './gpu-present.ts';
import { type ProbeReport, type TryOptions, tryProvider } from './try-provider.ts';

/** Minimum speedup over the CPU at which `auto` selects a GPU. */
const WORTHWHILE = 1.5;

interface SkippedProvider {
  readonly backend: Provider;
  /** Reason for not using it. */
  readonly reason: string;
}

/** The chosen provider, and reasons against the preferred ones. */
export interface DeviceChoice {
  readonly provider: Provider;
  readonly skipped: readonly SkippedProvider[];
  /** Whether a GPU was requested and the CPU is used instead. */
  readonly fallback: boolean;
}

/** Properties of the machine that determine the choice; tests inject their own. */
export interface DeviceFacts {
  readonly gpuPresent: () => boolean;
  readonly tryProvider: (provider: Provider, options: TryOptions) => Promise<ProbeReport>;
  readonly platform: NodeJS.Platform;
}

const MACHINE: DeviceFacts = { gpuPresent, tryProvider, platform: process.platform };

const faultOf = (report: ProbeReport): string | undefined => {
  if ('fault' in report) return report.fault;
  if (!('cpuMs' in report) || report.deviceMs * WORTHWHILE <= report.cpuMs) return undefined;
  const [device, cpu] = [report.deviceMs, report.cpuMs].map((ms) => ms.toFixed(1));
  return `a test network takes ${device} ms on it and ${cpu} ms on the CPU; ask for it with --device to use it anyway`;
};

/**
 * Resolves a device name to a provider. `auto` selects a GPU that computes correctly and is at least 1.5 times as fast as the CPU; `gpu` the first
 * that computes correctly. Both fall back to the CPU. A provider's name allows that one only.
 * @throws RUNTIME_DEVICE_UNAVAILABLE for a provider requested by name
 */
export const chooseDevice = async (
  device: DeviceName,
  threads: number | undefined,
  facts: DeviceFacts = MACHINE,
): Promise<DeviceChoice> => {
  if (device === 'cpu' || (device === 'auto' && !facts.gpuPresent()))
    return { provider: 'cpu', skipped: [], fallback: false };
  const measure = device === 'auto';
  const skipped: SkippedProvider[] = [];
  const tried = device === 'auto' || device === 'gpu' ? gpuProviders(facts.platform) : [device];
  for (const provider of tried) {
    const reason = faultOf(await facts.tryProvider(provider, { threads: threads ?? availableThreads(), measure }));
    if (reason === undefined) return { provider, skipped, fallback: false };
    skipped.push({ backend: provider, reason });
  }
  if (device !== 'auto' && device !== 'gpu') throw deviceUnavailable(device, skipped[0]?.reason ?? 'it was not tried');
  return { provider: 'cpu', skipped, fallback: device === 'gpu' };
};
