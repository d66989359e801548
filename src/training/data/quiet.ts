/** A promise whose failure is told when it is awaited, and not before. */
export const quiet = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};
