import type { NamedTensor } from './named-tensor.ts';
import type { WorkerClient } from './worker-client.ts';

/** Calls to a thread with a store of named float32 tensors. */
export type StoreCalls = {
  readonly write: { readonly request: { readonly tensors: readonly NamedTensor[] }; readonly reply: undefined };
  readonly read: {
    readonly request: { readonly names: readonly string[] };
    readonly reply: { readonly tensors: readonly NamedTensor[] };
  };
  readonly average: {
    readonly request: { readonly names: readonly string[]; readonly prefix: string; readonly decay: number };
    readonly reply: undefined;
  };
};

/** A store of named float32 tensors in a thread: weights by name, related tensors with a prefix. */
export interface RemoteStore {
  /** Sets tensors; the arrays are copied. */
  readonly write: (tensors: readonly NamedTensor[]) => Promise<void>;
  readonly read: (names: readonly string[]) => Promise<readonly NamedTensor[]>;
  /** Moving average: moves `<prefix><name>` by a share of 1 - decay towards the tensor, for each name. */
  readonly average: (o: StoreCalls['average']['request']) => Promise<void>;
}

export const remoteStore = (client: Pick<WorkerClient<StoreCalls>, 'call'>): RemoteStore => ({
  write: async (tensors) => {
    await client.call('write', { tensors }, { asked: 'the writing of weights' });
  },
  read: async (names) => (await client.call('read', { names }, { asked: 'the reading of weights' })).tensors,
  average: async (request) => {
    await client.call('average', request, { asked: 'the averaging of weights' });
  },
});
