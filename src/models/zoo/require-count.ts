import { countUnfit } from './errors.ts';

/** @throws MODEL_OPTION_UNFIT unless an option is an integer of at least 1 */
export function requireCount(model: string, option: string, found: number | undefined): asserts found is number {
  if (!Number.isInteger(found) || Number(found) < 1) throw countUnfit(model, option, found, 'an integer, at least 1');
}
