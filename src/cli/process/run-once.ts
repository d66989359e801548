/** What `spinestream run` offers and commands do without that run a pipeline for a purpose of their own. */
export const RUN_ONCE = {
  watch: false,
  settle: 1,
  retryFailed: false,
  redoChanged: false,
  retry: 0,
  maxFailures: undefined,
  failFast: false,
  stepTimeout: 600,
  logLevel: 'info',
  json: false,
};
