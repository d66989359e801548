import { elementCount, type Tensor } from '../../../domain/image.ts';

/** Named tensors, each with a second array for its next value. */
export interface TensorStore {
  readonly has: (name: string) => boolean;
  readonly get: (name: string) => Tensor;
  readonly set: (name: string, tensor: Tensor) => void;
  /** Array for a tensor's next value, with undefined content. */
  readonly spare: (name: string) => Tensor;
  /** Replaces the value by the next one, which was written into `spare`. */
  readonly swap: (name: string) => void;
  readonly clear: (name: string) => void;
}

export const tensorStore = (): TensorStore => {
  const values = new Map<string, Tensor>();
  const spares = new Map<string, Tensor>();

  const get = (name: string): Tensor => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the store has no tensor ${name}`);
    return value;
  };
  const spare = (name: string): Tensor => {
    const known = spares.get(name);
    if (known !== undefined) return known;
    const { shape } = get(name);
    const made = { shape, data: new Float32Array(elementCount(shape)) };
    spares.set(name, made);
    return made;
  };
  return {
    has: (name) => values.has(name),
    get,
    set: (name, tensor) => {
      values.set(name, tensor);
      spares.delete(name);
    },
    spare,
    swap: (name) => {
      const now = spare(name);
      spares.set(name, get(name));
      values.set(name, now);
    },
    clear: (name) => {
      get(name).data.fill(0);
    },
  };
};
