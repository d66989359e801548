/** For long-running commands: a page that shows their progress. */
export const dashboardOption = {
  type: 'string',
  describe: 'show it live on a page at 127.0.0.1; without a port a free one is taken',
} as const;
