/**
 * TensorFlow.js backends in order of preference. Each is used only if it is installed and starts. The last one is plain JavaScript, hundreds of times
 * slower: a reference for tests, never selected automatically.
 */
export const TFJS_BACKENDS = ['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'wasm', 'cpu'] as const;

export type TfjsBackend = (typeof TFJS_BACKENDS)[number];

interface BackendEntry {
  /** Name in TensorFlow.js' registry. */
  readonly registered: string;
  /** Required packages. */
  readonly packages: readonly string[];
  /** Edition from `npm run setup:tensorflow` that can replace the package. */
  readonly edition?: 'cpu' | 'gpu';
  /** Whether it computes on a graphics card. */
  readonly gpu: boolean;
  /** Native code whose start may crash the process, so another process tries it first. */
  readonly native: boolean;
}

export const BACKEND_ENTRIES: Readonly<Record<TfjsBackend, BackendEntry>> = {
  'tfjs-node-gpu': {
    registered: 'tensorflow',
    packages: ['@tensorflow/tfjs-node-gpu'],
    edition: 'gpu',
    gpu: true,
    native: true,
  },
  'tfjs-node': {
    registered: 'tensorflow',
    packages: ['@tensorflow/tfjs-node'],
    edition: 'cpu',
    gpu: false,
    native: true,
  },
  webgpu: { registered: 'webgpu', packages: ['webgpu', '@tensorflow/tfjs-backend-webgpu'], gpu: true, native: true },
  wasm: { registered: 'wasm', packages: ['@tensorflow/tfjs-backend-wasm'], gpu: false, native: false },
  cpu: { registered: 'cpu', packages: ['@tensorflow/tfjs-backend-cpu'], gpu: false, native: false },
};

/** Backends tried by default. */
export const PREFERRED_BACKENDS: readonly TfjsBackend[] = TFJS_BACKENDS.filter((backend) => backend !== 'cpu');

export const GPU_BACKENDS: readonly TfjsBackend[] = TFJS_BACKENDS.filter((backend) => BACKEND_ENTRIES[backend].gpu);

export const isTfjsBackend = (name: unknown): name is TfjsBackend => TFJS_BACKENDS.some((known) => known === name);

export interface SkippedBackend {
  readonly backend: TfjsBackend;
  /** Reason for not using it. */
  readonly reason: string;
}
