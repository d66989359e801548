/** `--set key=value`, repeatable. `nargs` 1 keeps it from consuming the next argument. */
export const setOption = (file: 'pipeline' | 'experiment' | 'pipeline or experiment') => ({
  type: 'string' as const,
  array: true as const,
  nargs: 1,
  default: [],
  describe: `set a variable of the ${file} file, as key=value`,
});
