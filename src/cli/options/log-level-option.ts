/** For commands that keep a log. @param describe  which files, in --out */
export const logLevelOption = (describe: string) => ({
  choices: ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const,
  default: 'info' as const,
  describe,
});
