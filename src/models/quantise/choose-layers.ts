/** What a search needs: layers, and what a choice of int8 layers loses. */
export interface LayerSearch {
  readonly layers: readonly string[];
  /** Loss of a network with these layers in int8; smaller is better. */
  readonly lossOf: (int8Layers: readonly string[]) => Promise<number>;
  /** Error of the outputs if this layer alone is in int8, in any unit. */
  readonly sensitivityOf: (layer: string) => Promise<number>;
  readonly maxLoss: number;
}

export interface ChosenLayers {
  readonly int8: readonly string[];
  readonly float32: readonly string[];
  readonly loss: number;
}

/** At most this share of the layers stays in float32; beyond it, int8 gains little. */
const MAX_FLOAT32_SHARE = 0.5;

/**
 * The fewest most sensitive layers to keep in float32 so that the loss stays within its limit. Tries all in int8 first, then doubles the number kept,
 * then halves the interval. Undefined if half of the layers do not suffice.
 */
export const chooseLayers = async (search: LayerSearch): Promise<ChosenLayers | { readonly loss: number }> => {
  const { layers, lossOf, maxLoss } = search;
  const all = await lossOf(layers);
  if (all <= maxLoss) return { int8: layers, float32: [], loss: all };
  const ranked = await bySensitivity(search);
  const keeping = async (count: number): Promise<ChosenLayers> => {
    const float32 = ranked.slice(0, count);
    const int8 = layers.filter((layer) => !float32.includes(layer));
    return { int8, float32, loss: await lossOf(int8) };
  };
  const most = Math.floor(layers.length * MAX_FLOAT32_SHARE);
  let tooFew = 0;
  let least = all;
  for (let count = 1; count <= most; count = nextCount(count, most)) {
    let found = await keeping(count);
    least = Math.min(least, found.loss);
    if (found.loss > maxLoss) {
      tooFew = count;
      continue;
    }
    while (found.float32.length - tooFew > 1) {
      const middle = await keeping(Math.floor((found.float32.length + tooFew) / 2));
      if (middle.loss <= maxLoss) found = middle;
      else tooFew = middle.float32.length;
    }
    return found;
  }
  return { loss: least };
};

const nextCount = (count: number, most: number): number => (count < most ? Math.min(2 * count, most) : most + 1);

/** The most sensitive first. */
const bySensitivity = async ({ layers, sensitivityOf }: LayerSearch): Promise<readonly string[]> => {
  const errors = new Map<string, number>();
  for (const layer of layers) errors.set(layer, await sensitivityOf(layer));
  return layers.toSorted((a, b) => errors.get(b)! - errors.get(a)!);
};
