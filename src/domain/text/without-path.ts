/**
 * Removes the path from a system error's message, since files and folders of a study may be named after the patient. Other errors stay as they are.
 */
export const withoutPath = (cause: unknown): unknown => {
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause && 'path' in cause)) return cause;
  const { code, syscall, path, message } = cause;
  return Object.assign(new Error(message.replaceAll(` '${path}'`, '')), { code, syscall });
};
