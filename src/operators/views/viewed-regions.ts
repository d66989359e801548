import { mirroredCondition, mirroredSite, NO_REVERSAL } from '../../domain/mirror.ts';
import type { LocationLogits, Stack } from '../../domain/results.ts';
import { reversalOf, viewedPixels } from './viewed-stack.ts';
import type { View } from './views.ts';

/** The regions of an input in a view; those of the mirrored patient come from the other side. */
export const viewedRegions = (regions: readonly Stack[], view: View, name: string): readonly Stack[] =>
  regions.map((stack) => ({
    ...stack,
    site: view.mirror ? mirroredSite(stack.site) : stack.site,
    pixels: viewedPixels(stack.pixels, stack.shape, view, view.mirror ? reversalOf(stack, name) : NO_REVERSAL),
  }));

/** Maps the result of a view back to the actual patient. */
export const asUnmirrored = (locations: readonly LocationLogits[], { mirror }: View): readonly LocationLogits[] =>
  mirror ? locations.map((location) => ({ ...location, condition: mirroredCondition(location.condition) })) : locations;
