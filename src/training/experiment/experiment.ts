import type { YamlDocument } from '../../config/yaml/yaml-document.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { Architecture } from '../../models/zoo/architecture.ts';
import type { SamplePlan } from '../data/train-sample.ts';
import type { ExperimentFrame } from './experiment-schema.ts';

/** An experiment file that was checked: one model, how its samples are made, and how it is trained. */
export interface Experiment {
  /** Also of the run folder. */
  readonly name: string;
  readonly file: string;
  /** That the file was given. */
  readonly variables: Readonly<Record<string, string>>;
  readonly architecture: Architecture;
  readonly frame: ExperimentFrame;
  /** Where things stand in the file, for what is only found out with the data. */
  readonly at: YamlDocument['at'];
  /** The steps that make a study's images. */
  readonly steps: Pipeline;
  readonly plan: SamplePlan;
  /** Whether the steps give other images in every epoch. */
  readonly varies: boolean;
  /** What the samples of a study follow from besides the study, as text. */
  readonly recipe: string;
  /** What the weights follow from besides the data, as text; not how many epochs there are. */
  readonly identity: string;
}
