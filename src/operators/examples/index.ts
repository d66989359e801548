export { EXAMPLE_GRID, exampleFiles, exampleSlices } from './example-files.ts';
export {
  exampleKeypoints,
  exampleLogits,
  examplePlaces,
  exampleProbabilities,
  exampleRegions,
  exampleStacks,
} from './example-findings.ts';
export { type ExampleModel, exampleModels } from './example-models.ts';
export { exampleSelections, exampleSeries } from './example-series.ts';
export { exampleState } from './example-state.ts';
