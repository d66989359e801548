/** Marks an import as one of a user's file. */
export const OPERATOR_QUERY = '?spinestream-operator';
