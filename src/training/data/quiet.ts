/** Prevents an unhandled rejection: a failure surfaces only when the promise is awaited. */
export const quiet = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};
