/** Of `check` and `run`. */
export const allowMismatchOption = {
  type: 'boolean' as const,
  default: false,
  describe: 'only warn if the input of a model differs from what it was trained on',
};
