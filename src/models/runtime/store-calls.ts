import type { Tensor } from '../../domain/image.ts';
import type { WorkerClient } from './worker-client.ts';

/** A tensor of a store. */
export interface NamedTensor extends Tensor {
  readonly name: string;
}

/** A store of named float32 tensors in a thread: weights by name, related tensors with a prefix. */
export interface RemoteStore {
  /** Sets tensors; the arrays are copied. */
  readonly write: (tensors: readonly NamedTensor[]) => Promise<void>;
  readonly read: (names: readonly string[]) => Promise<readonly NamedTensor[]>;
  /** Moving average: moves `<prefix><name>` by a share of 1 - decay towards the tensor, for each name. */
  readonly average: (o: {
    readonly names: readonly string[];
    readonly prefix: string;
    readonly decay: number;
  }) => Promise<void>;
}

/** The store of a thread that answers these calls. */
export const remoteStore = ({ call }: Pick<WorkerClient<RemoteStore>, 'call'>): RemoteStore => ({
  write: (tensors) => call('write', tensors, { asked: 'the writing of weights' }),
  read: (names) => call('read', names, { asked: 'the reading of weights' }),
  average: (o) => call('average', o, { asked: 'the averaging of weights' }),
});
