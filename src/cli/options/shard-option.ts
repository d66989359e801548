import { SpineError } from '../../domain/spine-error.ts';
import type { Shard } from '../../run/shards/shard.ts';
import { shardFrom } from '../../run/shards/shard-from.ts';

/** Parses `--shard`. @throws ARGUMENT_INVALID */
export const shardOf = (text: string | undefined): Shard | undefined => {
  if (text === undefined) return undefined;
  const found = shardFrom(text, process.env);
  if (!('problem' in found)) return found;
  throw new SpineError({ code: 'ARGUMENT_INVALID', reason: `--shard ${text}: ${found.problem}` });
};
