export { EXAMPLE_GRID, exampleFiles, exampleSliceBytes, exampleSlices } from './example-files.ts';
export { type ExampleModel, exampleModels } from './example-models.ts';
export {
  exampleConfidence,
  exampleKeypoints,
  exampleLogits,
  exampleProbabilities,
  exampleRegions,
  exampleSites,
  exampleStacks,
} from './example-results.ts';
export { exampleSelections, exampleSeries } from './example-series.ts';
export { exampleState, otherStudy } from './example-state.ts';
export { writeExampleStudies } from './write-example-studies.ts';
