import { lastValueFrom } from 'rxjs';
import { loadPipeline } from '../../src/config/check-pipeline.ts';
import {
  builtInContext,
  compile,
  type ExampleModel,
  exampleFiles,
  exampleModels,
  exampleState,
  type OperatorEnv,
  type StudyState,
} from '../../src/index.ts';

const keypoints = (inChannels: number, outChannels: number): ExampleModel => ({
  architecture: { kind: 'keypoints', encoder: 'resnet18', inChannels, outChannels },
  resolutionPx: 512,
});
const regions = (kind: 'spinal' | 'foraminal' | 'subarticular' | 'global'): ExampleModel => ({
  architecture: { kind, backbone: 'resnet18', hidden: 8 },
  resolutionPx: 128,
});

/** The models of the shipped pipelines, as pretenders: right shapes, numbers that follow from the inputs, no weights. */
export const pretendedModels = exampleModels({
  coord_sagt2: keypoints(5, 5),
  coord_sagt1: keypoints(3, 5),
  coord_axi: keypoints(3, 2),
  spinal: regions('spinal'),
  foraminal: regions('foraminal'),
  subarticular: regions('subarticular'),
  global: regions('global'),
});

export const pretendedEnv: OperatorEnv = {
  ...exampleFiles(),
  models: pretendedModels,
};

/** Streams the example study through a pipeline file. */
export const runPipelineFile = async (
  path: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<StudyState> => {
  const { pipeline } = await loadPipeline(path, builtInContext({ models: 'models', ...variables }));
  return lastValueFrom(compile(pipeline, pretendedEnv, { now: () => 0 })(exampleState()));
};
