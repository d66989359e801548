/** Of `check` and `run`. */
export const allowMismatchOption = {
  type: 'boolean' as const,
  default: false,
  describe: 'only warn where steps feed a model with something else than it was trained on',
};
