/** For long-running commands: a page that shows their progress. */
export const dashboardOption = {
  type: 'string',
  describe: 'serve a live page on this port of 127.0.0.1; without a value: any free port',
} as const;
