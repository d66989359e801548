import { join } from 'node:path';
import { quantiseRunFolder } from '../../src/quantisation/quantise-run-folder.ts';
import { SHIPPED_MODELS } from '../../test/support/write-untrained-models.ts';

export interface QuantiseAllOptions {
  /** Folder of run folders. */
  readonly models: string;
  readonly studies: string;
  readonly pipeline: string;
  readonly threads: number;
  readonly report: (line: string) => void;
}

/** Few samples and no limits: the weights are untrained, so that only the speed means something. */
const SPEED_ONLY = {
  ...{ method: 'minmax' as const, limit: 1, rounds: 3 },
  ...{ minSpeedup: 0, maxPeakShiftMm: 1e9, maxProbabilityChange: 1e9, maxScoreChange: 1e9 },
};

/** Makes int8 networks, all layers in int8, of the two-stage pipeline's run folders. */
export const quantiseAll = async ({ models, report, ...o }: QuantiseAllOptions): Promise<void> => {
  const { signal } = new AbortController();
  for (const name of Object.keys(SHIPPED_MODELS))
    for await (const { decision, layers, float32Layers, speed } of quantiseRunFolder({
      ...{ ...SPEED_ONLY, ...o, models, signal },
      runFolder: join(models, name),
    })) {
      if (decision !== 'int8') throw new Error(`${name}: no int8 network was made`);
      report(`  ${name}: ${layers} layers, ${float32Layers.length} in float32; ${JSON.stringify(speed)}`);
    }
};
