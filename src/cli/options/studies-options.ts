/** For commands that read a folder of studies. */
export const studiesOptions = {
  descriptions: { type: 'string', describe: 'CSV file of series descriptions, if not next to the studies' },
  'follow-links': {
    type: 'boolean',
    default: false,
    describe: 'follow symbolic links from the studies folder to study folders elsewhere',
  },
} as const;
