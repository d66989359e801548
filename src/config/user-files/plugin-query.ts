/** Marks an import as one of a user's file. */
export const PLUGIN_QUERY = '?spinestream-plugin';
