/** For commands other than runs, which derive it from their settings. */
export const modelsOption = {
  type: 'string',
  default: 'models',
  describe: 'folder of run folders; sets ${models}',
} as const;
