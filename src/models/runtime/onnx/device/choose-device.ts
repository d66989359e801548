import { availableThreads } from '../../../../threads/available-threads.ts';
import { type DeviceName, gpuProviders, type Provider } from './devices.ts';
import { deviceUnavailable } from './errors.ts';
import { gpuPresent } from './gpu-present.ts';
import type { ProbeReport } from './probe-report.ts';
import { type TryOptions, tryProvider } from './try-provider.ts';

/** A GPU is chosen without being asked for where it is so much faster than the CPU. */
const WORTHWHILE = 1.5;

export interface SkippedProvider {
  readonly backend: Provider;
  /** Why it is not used. */
  readonly reason: string;
}

/** Which provider computes, and why those that would have been preferred do not. */
export interface DeviceChoice {
  readonly provider: Provider;
  readonly skipped: readonly SkippedProvider[];
  /** Whether a GPU was asked for and the CPU is used instead. */
  readonly fallback: boolean;
}

/** What of the machine the choice follows from; tests give their own. */
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
 * The provider that a device's name stands for. `auto` takes a GPU that computes as the CPU does and at least 1.5 times as fast; `gpu` the first
 * that computes as the CPU does. Both take the CPU where there is none. A provider's name means that one only.
 * @throws RUNTIME_DEVICE_UNAVAILABLE for a provider that was asked for by name
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
