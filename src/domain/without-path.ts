/**
 * An error of the system without the path that its message names, since folders and files of a study may be called after the patient.
 * Other errors stay as they are.
 */
export const withoutPath = (cause: unknown): unknown => {
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause && 'path' in cause)) return cause;
  const { code, syscall, path, message } = cause;
  return Object.assign(new Error(message.replaceAll(` '${path}'`, '')), { code, syscall });
};
