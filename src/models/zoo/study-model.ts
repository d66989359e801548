import { timesDim } from '../nn/dim.ts';
import { linear } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';
import { identityMatrix } from '../nn/square-matrices.ts';
import type { RoiFeaturesOptions } from './roi-features.ts';
import { branchVectors, type RegionOutputs, ROI_MODELS } from './roi-models.ts';
import { transformerEncoder } from './transformer-encoder.ts';

/** Number of levels: the second axis of the study model's inputs. */
export const STUDY_LEVELS = 5;

/** Processes a whole study: the global model's inputs at all levels become 25 tokens that attend to one another. */

const SEVERITIES = 3;

const TRANSFORMER = { layers: 2, heads: 8, dropout: 0.1 };

/** Learned embeddings of `count` items, as a linear layer of one-hot vectors: [count, features]. */
const embeddings = <T>(at: Scope<T>, count: number, features: number): T =>
  linear(at, at.nn.constant(identityMatrix(count), [count, count]), { out: features });

/** Feature vectors of the regions, [n, conditions, levels, features]. */
const regionVectors = <T>(at: Scope<T>, inputs: readonly T[], extractor: RoiFeaturesOptions): T => {
  const { nn } = at;
  const eachLevel = inputs.map((input) => {
    const [n, , ...picture] = nn.shapeOf(input);
    return nn.reshape(input, [timesDim(n!, STUDY_LEVELS), ...picture]);
  });
  const vectors = branchVectors(at, eachLevel, { branches: ROI_MODELS.global.branches, extractor });
  const features = sizeAt(nn.shapeOf(vectors), 1) / inputs.length;
  const [n] = nn.shapeOf(inputs[0]!);
  return nn.transpose(nn.reshape(vectors, [n!, STUDY_LEVELS, inputs.length, features]), [0, 2, 1, 3]);
};

/**
 * Five inputs [n, levels, slices, rows, columns] to logits [n, 75]: severity * 25 + condition * 5 + level. The features
 * are those of the 25 tokens, [n, 25, features].
 */
export const studyModel = <T>(at: Scope<T>, inputs: readonly T[], extractor: RoiFeaturesOptions): RegionOutputs<T> => {
  const { nn } = at;
  const regions = regionVectors(at, inputs, extractor);
  const [n] = nn.shapeOf(regions);
  const features = sizeAt(nn.shapeOf(regions), 3);
  const conditions = inputs.length;
  const ofLevel = nn.reshape(embeddings(at.in('positional_embedder'), STUDY_LEVELS, features), [
    1,
    1,
    STUDY_LEVELS,
    features,
  ]);
  const ofSeries = nn.reshape(embeddings(at.in('sequence_embedder'), conditions, features), [
    1,
    conditions,
    1,
    features,
  ]);
  const tokens = nn.reshape(nn.add(nn.add(regions, ofLevel), ofSeries), [n!, conditions * STUDY_LEVELS, features]);
  const seen = transformerEncoder(at.in('transformer_encoder'), tokens, { ...TRANSFORMER, wide: features });
  const logits = linear(at.in('classifier'), seen, { out: SEVERITIES });
  return {
    logits: nn.reshape(nn.transpose(logits, [0, 2, 1]), [n!, SEVERITIES * conditions * STUDY_LEVELS]),
    features: seen,
  };
};
