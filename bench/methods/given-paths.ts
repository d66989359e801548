import { join } from 'node:path';
import type { Given } from './methods.ts';

/** Paths of what methods may build on; `prepare` makes what a method needs. */
export const givenIn = (root: string): Given => ({
  coordinates: join(root, 'runs', 'keypoints', 'coordinates.csv'),
  baseline: join(root, 'runs', 'baseline'),
  level1: join(root, 'runs', 'level-1'),
});
