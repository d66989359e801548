/** Supported execution providers of ONNX Runtime. */
export const PROVIDERS = ['cpu', 'cuda', 'tensorrt', 'dml', 'webgpu', 'coreml'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Device options: a provider, any GPU, or a GPU only if it is faster. */
export const DEVICES = ['auto', 'gpu', ...PROVIDERS] as const;
export type DeviceName = (typeof DEVICES)[number];

interface ProviderEntry {
  readonly platforms: readonly NodeJS.Platform[];
  /** Whether `gpu` tries it. TensorRT builds an engine for minutes at the start of every run, and Core ML computes in float16. */
  readonly tried: boolean;
  /** Additional library next to ONNX Runtime's own, by platform, if any: some packages omit it. */
  readonly library?: Readonly<Partial<Record<NodeJS.Platform, string>>>;
}

const EVERYWHERE: readonly NodeJS.Platform[] = ['linux', 'win32', 'darwin'];
const libraries = (name: string) => ({
  linux: `libonnxruntime_providers_${name}.so`,
  win32: `onnxruntime_providers_${name}.dll`,
});

export const PROVIDER_ENTRIES: Readonly<Record<Provider, ProviderEntry>> = {
  cpu: { platforms: EVERYWHERE, tried: false },
  cuda: { platforms: ['linux', 'win32'], tried: true, library: libraries('cuda') },
  tensorrt: { platforms: ['linux', 'win32'], tried: false, library: libraries('tensorrt') },
  dml: { platforms: ['win32'], tried: true },
  webgpu: { platforms: EVERYWHERE, tried: true },
  coreml: { platforms: ['darwin'], tried: false },
};

/** Providers that `gpu` tries, in this order. */
export const gpuProviders = (platform: NodeJS.Platform): readonly Provider[] =>
  PROVIDERS.filter((name) => PROVIDER_ENTRIES[name].tried && PROVIDER_ENTRIES[name].platforms.includes(platform));
