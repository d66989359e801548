import { z } from 'zod';
import { CONDITIONS, type Condition, LEVELS, SEVERITIES } from '../../domain/vocabulary.ts';
import { gru, linear } from '../nn/layers.ts';
import type { Network } from '../nn/network.ts';
import type { Ops } from '../nn/ops.ts';
import { scopeOf } from '../nn/scope.ts';
import { constant } from '../nn/start-rule.ts';
import { conditionsUngraded } from './errors.ts';
import { REGION_KINDS, type RegionKind } from './region-kinds.ts';
import { count, requireCount } from './require-count.ts';

/** How a level-2 network sees the levels: each alone, by the same layer, or from head to foot and back. */
export const LEVEL_2_LAYERS = ['mlp', 'gru'] as const;

export const level2Schema = z.strictObject({
  kind: z.literal('level_2'),
  /** Kinds of the networks that it combines, by the names of their logits, in the order of its inputs. */
  networks: z.record(z.string(), z.enum(REGION_KINDS)),
  /** Default `mlp`. */
  layer: z.enum(LEVEL_2_LAYERS).exactOptional(),
  /** Size of the hidden layer, or of the GRU state in each direction. Default 32. */
  hidden: count.exactOptional(),
});

export type Level2Config = Readonly<z.output<typeof level2Schema>>;

const HIDDEN = 32;

const [SPINAL, LEFT_FORAMINAL, RIGHT_FORAMINAL, LEFT_SUBARTICULAR, RIGHT_SUBARTICULAR] = CONDITIONS;

/** The conditions that a kind of network grades, in the order of its input. */
export const CONDITIONS_GRADED: Readonly<Record<RegionKind, readonly Condition[]>> = {
  spinal: [SPINAL],
  spinal_axial: [SPINAL],
  foraminal: [LEFT_FORAMINAL, RIGHT_FORAMINAL],
  subarticular: [LEFT_SUBARTICULAR, RIGHT_SUBARTICULAR],
  global: CONDITIONS,
  study: CONDITIONS,
};

const OUTPUTS = CONDITIONS.length * SEVERITIES.length;

/** The mean over the networks that grade a condition, as a matrix [inputs, conditions * severities]. */
const meanMatrix = (graded: readonly Condition[]): Float32Array => {
  const values = new Float32Array(graded.length * SEVERITIES.length * OUTPUTS);
  for (const [index, condition] of graded.entries()) {
    const networks = graded.filter((one) => one === condition).length;
    for (let severity = 0; severity < SEVERITIES.length; severity++) {
      const row = index * SEVERITIES.length + severity;
      values[row * OUTPUTS + CONDITIONS.indexOf(condition) * SEVERITIES.length + severity] = 1 / networks;
    }
  }
  return values;
};

const hiddenOf = <T>(nn: Ops<T>, seen: T, { layer = 'mlp', hidden = HIDDEN }: Level2Config): T => {
  const at = scopeOf(nn);
  if (layer === 'gru') return gru(at.in('rnn'), seen, { hidden, layers: 1, bidirectional: true });
  return nn.relu(linear(at.in('hidden'), seen, { out: hidden }));
};

/**
 * Combines the log probabilities of several networks: each input is [n, levels, conditions * severities] of the
 * conditions that its network grades. The result is their mean plus a learned correction, which starts at 0, so that an
 * untrained network averages: logits [n, 75], laid out like those of the study model.
 */
export const level2Network = (config: Level2Config): Network => {
  const { hidden = HIDDEN } = config;
  requireCount(config.kind, 'hidden', hidden);
  const networks = Object.entries(config.networks);
  const graded = networks.flatMap(([, kind]) => CONDITIONS_GRADED[kind]);
  const ungraded = CONDITIONS.filter((condition) => !graded.includes(condition));
  if (ungraded.length > 0) throw conditionsUngraded(ungraded);
  return {
    name: `level_2 (${config.layer ?? 'mlp'})`,
    inputs: networks.map(([name, kind]) => ({
      name,
      shape: ['n', LEVELS.length, CONDITIONS_GRADED[kind].length * SEVERITIES.length],
    })),
    outputNames: ['logits'],
    starts: [{ names: /^classifier\.(weight|bias)$/, start: constant(0) }],
    build: (nn, inputs) => {
      const seen = nn.concat(inputs, 2);
      const correction = linear(scopeOf(nn).in('classifier'), hiddenOf(nn, seen, config), { out: OUTPUTS });
      const weights = nn.constant(meanMatrix(graded), [graded.length * SEVERITIES.length, OUTPUTS]);
      const [n] = nn.shapeOf(seen);
      const levels = LEVELS.length;
      const byCondition = nn.reshape(nn.add(nn.matMul(seen, weights), correction), [
        n!,
        levels,
        CONDITIONS.length,
        SEVERITIES.length,
      ]);
      return [nn.reshape(nn.transpose(byCondition, [0, 3, 2, 1]), [n!, OUTPUTS * levels])];
    },
  };
};
