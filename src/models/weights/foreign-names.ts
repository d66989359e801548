/** Prefixes that wrappers put before every name: DataParallel and DistributedDataParallel, torch.compile. */
const WRAPPER_PREFIXES = ['module.', '_orig_mod.'];

/**
 * How names of a foreign state dict become this product's. Parameters are called alike, since architectures here carry PyTorch's names;
 * only a wrapper's prefix, when every name has it, is taken off.
 */
export const plainName = (names: readonly string[]): ((name: string) => string) => {
  const prefix = WRAPPER_PREFIXES.find((candidate) => names.every((name) => name.startsWith(candidate)));
  if (prefix === undefined || names.length === 0) return (name) => name;
  const rest = plainName(names.map((name) => name.slice(prefix.length)));
  return (name) => rest(name.slice(prefix.length));
};
