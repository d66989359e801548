import { z } from 'zod';
import { countUnfit } from './errors.ts';

/** A count in a configuration. */
export const count = z.int().min(1);

/** @throws MODEL_OPTION_UNFIT unless an option is an integer of at least 1 */
export function requireCount(model: string, option: string, found: number | undefined): asserts found is number {
  if (!Number.isInteger(found) || Number(found) < 1) throw countUnfit(model, option, found, 'an integer, at least 1');
}
