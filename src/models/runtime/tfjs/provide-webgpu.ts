interface Gpu {
  readonly requestAdapter: () => Promise<unknown>;
}

/** The used part of the package `webgpu`, which may not be installed. */
interface Dawn {
  readonly create: (flags: readonly string[]) => Gpu;
  readonly globals: Readonly<Record<string, unknown>>;
}

const isDawn = (module: unknown): module is Dawn =>
  typeof module === 'object' && module !== null && 'create' in module && 'globals' in module;

const NAME: string = 'webgpu';

/**
 * Provides `navigator.gpu` by Dawn in this thread. TensorFlow.js only looks for it if there is a `window`; one without a document does not make it
 * assume a browser.
 * @throws the reason, if no graphics adapter is suitable
 */
export const provideWebGpu = async (): Promise<void> => {
  const dawn: unknown = await import(NAME);
  if (!isDawn(dawn)) throw new Error('the package webgpu is of an unknown version');
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  if ((await gpu.requestAdapter()) === null)
    throw new Error('it finds no graphics adapter that will do; it needs a driver for one (on Linux for Vulkan)');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node.js' }, configurable: true });
  if (!('window' in globalThis)) Object.defineProperty(globalThis, 'window', { value: {}, configurable: true });
};
