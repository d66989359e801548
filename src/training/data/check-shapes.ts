import { sampleShapeUnfit } from './errors.ts';
import type { TrainSample } from './train-sample.ts';

/** Shapes of a network's inputs by name, batch first. */
export type InputShapes = ReadonlyMap<string, readonly (number | 'n')[]>;

/** Refuses a sample of the wrong shape for the network. @throws SAMPLE_SHAPE_UNFIT */
export const checkShapes = ({ studyId, inputs }: TrainSample, shapes: InputShapes): void => {
  for (const { name, shape } of inputs) {
    const expected = shapes.get(name)?.slice(1) ?? [];
    const fits = expected.length === shape.length && expected.every((size, axis) => size === shape[axis]);
    if (!fits) throw sampleShapeUnfit(name, shape, expected, { studyId });
  }
};
