/** `--set key=value`, as often as needed. `nargs` 1, so that it does not swallow what follows it. */
export const setOption = (file: 'pipeline' | 'experiment') => ({
  type: 'string' as const,
  array: true as const,
  nargs: 1,
  default: [],
  describe: `set a variable of the ${file} file, as key=value`,
});
