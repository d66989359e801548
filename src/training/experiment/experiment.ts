import type { YamlDocument } from '../../config/yaml/yaml-document.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { Architecture } from '../../models/zoo/architecture.ts';
import type { SamplePlan } from '../data/train-sample.ts';
import type { ExperimentFrame } from './experiment-schema.ts';

/** A validated experiment file: one model, the generation of its samples, and its training. */
export interface Experiment {
  /** Also the name of the run folder. */
  readonly name: string;
  readonly file: string;
  /** Variables given to the file. */
  readonly variables: Readonly<Record<string, string>>;
  readonly architecture: Architecture;
  readonly frame: ExperimentFrame;
  /** Positions in the file, for errors that only the data reveal. */
  readonly at: YamlDocument['at'];
  /** The steps that generate a study's images. */
  readonly steps: Pipeline;
  readonly plan: SamplePlan;
  /** Whether the steps produce different images in every epoch. */
  readonly varies: boolean;
  /** Dependencies of a study's samples other than the study itself, as text. */
  readonly recipe: string;
  /** Dependencies of the weights other than the data, as text, without the number of epochs. */
  readonly identity: string;
}
