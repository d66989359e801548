import type { Shard } from '../../run/shards/shard.ts';
import { shardFrom } from '../../run/shards/shard-from.ts';
import { argumentInvalid } from '../errors.ts';

/** Parses `--shard`. @throws ARGUMENT_INVALID */
export const shardOf = (text: string | undefined): Shard | undefined => {
  if (text === undefined) return undefined;
  const found = shardFrom(text, process.env);
  if (!('problem' in found)) return found;
  throw argumentInvalid(`--shard ${text}: ${found.problem}`);
};
