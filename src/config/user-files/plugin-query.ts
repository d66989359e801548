/** Marks an import as a user file. */
export const PLUGIN_QUERY = '?spinestream-plugin';
