/** One tensor of a model: row-major values in PyTorch's layout. A scalar has the shape `[]` and one value. */
export type WeightArray =
  | { readonly dtype: 'float32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'int64'; readonly shape: readonly number[]; readonly data: BigInt64Array };

/** Weights of a model by PyTorch state-dict name, in file order. */
export type StateDict = ReadonlyMap<string, WeightArray>;
