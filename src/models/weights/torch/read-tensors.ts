import { grouped } from '../../../domain/grouped.ts';
import { elementCount } from '../../../domain/image.ts';
import { ELEMENT_BYTES, type ElementValues, readElements } from '../element-types.ts';
import { torchTooLarge } from './errors.ts';
import type { TorchContainer } from './torch-container.ts';
import type { TorchStorage, TorchTensor } from './torch-value.ts';

/** Maximum number of view elements beyond one per byte of the file, which allows small expanded tensors. */
const EXPANDED_ELEMENTS = 2 ** 24;

const isContiguous = ({ shape, stride }: TorchTensor): boolean => {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
};

/** Number of storage elements from the first to the last in the view. */
const spanOf = ({ shape, stride }: TorchTensor): number =>
  elementCount(shape) === 0 ? 0 : shape.reduce((span, size, axis) => span + (size - 1) * stride[axis]!, 1);

/** Copies a view in row-major order; `start` is the index of its first element in `from`. */
const gatherInto = <Value, Out extends { [index: number]: Value; readonly length: number }>(
  from: ArrayLike<Value>,
  out: Out,
  { shape, stride }: TorchTensor,
  start: number,
): Out => {
  const index = shape.map(() => 0);
  let at = start;
  for (let position = 0; position < out.length; position++) {
    out[position] = from[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      at += stride[axis]!;
      if (index[axis]! < shape[axis]!) break;
      at -= index[axis]! * stride[axis]!;
      index[axis] = 0;
    }
  }
  return out;
};

const gathered = (from: ElementValues, tensor: TorchTensor, start: number): ElementValues => {
  const count = elementCount(tensor.shape);
  if (from instanceof BigInt64Array) return gatherInto(from, new BigInt64Array(count), tensor, start);
  if (from instanceof Float64Array) return gatherInto(from, new Float64Array(count), tensor, start);
  return gatherInto(from, new Float32Array(count), tensor, start);
};

/** Reads a single view: only the part of the storage that it spans, and directly into the result if contiguous. */
const readAlone = async (container: TorchContainer, tensor: TorchTensor): Promise<ElementValues> => {
  const { storage, storageOffset } = tensor;
  const start = (await container.offsetOf(storage)) + storageOffset * ELEMENT_BYTES[storage.type];
  const count = isContiguous(tensor) ? elementCount(tensor.shape) : spanOf(tensor);
  const values = await readElements(container.file, { type: storage.type, offsetBytes: start, count });
  return isContiguous(tensor) ? values : gathered(values, tensor, 0);
};

/** Reads several views of one storage: reads it once and copies each view. */
const readShared = async (
  container: TorchContainer,
  storage: TorchStorage,
  tensors: readonly TorchTensor[],
): Promise<readonly ElementValues[]> => {
  const offsetBytes = await container.offsetOf(storage);
  const all = await readElements(container.file, { type: storage.type, offsetBytes, count: storage.count });
  return tensors.map((tensor) => gathered(all, tensor, tensor.storageOffset));
};

const viewOf = ({ shape, stride, storageOffset }: TorchTensor): string => `${storageOffset}/${shape}/${stride}`;

/**
 * Returns the values of tensors in row-major order. Equal views of one storage (tied weights) share an array. Memory: the results, plus one storage
 * at a time if its views are several or not contiguous.
 * @throws TORCH_TOO_LARGE if expanded tensors require much more than the file holds; TORCH_CORRUPT
 */
export const readTensors = async (
  container: TorchContainer,
  tensors: Iterable<TorchTensor>,
): Promise<ReadonlyMap<TorchTensor, ElementValues>> => {
  const storages = grouped(tensors, ({ storage }) => storage);
  const views = [...storages].map(([storage, group]) => ({ storage, views: [...grouped(group, viewOf).values()] }));
  const total = views.flatMap((storage) => storage.views).reduce((sum, [view]) => sum + elementCount(view!.shape), 0);
  const { sizeBytes } = container.file;
  if (!(total <= sizeBytes + EXPANDED_ELEMENTS)) throw torchTooLarge(total, sizeBytes);
  const values = new Map<TorchTensor, ElementValues>();
  for (const { storage, views: groups } of views) {
    const firsts = groups.map(([first]) => first!);
    const [only] = firsts;
    const read =
      firsts.length === 1 ? [await readAlone(container, only!)] : await readShared(container, storage, firsts);
    for (const [index, group] of groups.entries()) for (const tensor of group) values.set(tensor, read[index]!);
  }
  return values;
};
