import { elementCount, type Tensor } from '../../../domain/image.ts';

/** Named tensors, each with a second array for its next value. */
export const tensorStore = () => {
  const values = new Map<string, Tensor>();
  const spares = new Map<string, Tensor>();

  const get = (name: string): Tensor => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the store has no tensor ${name}`);
    return value;
  };
  /** Array for a tensor's next value, with undefined content. */
  const spare = (name: string): Tensor => {
    const known = spares.get(name);
    if (known !== undefined) return known;
    const { shape } = get(name);
    const made = { shape, data: new Float32Array(elementCount(shape)) };
    spares.set(name, made);
    return made;
  };
  return {
    has: (name: string) => values.has(name),
    get,
    set: (name: string, tensor: Tensor): void => {
      values.set(name, tensor);
      spares.delete(name);
    },
    spare,
    /** Replaces the value by the next one, which was written into `spare`. */
    swap: (name: string): void => {
      const now = spare(name);
      spares.set(name, get(name));
      values.set(name, now);
    },
    clear: (name: string): void => {
      get(name).data.fill(0);
    },
  };
};
