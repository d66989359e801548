/** A value that is computed when it is first asked for, once. */
export const lazily = <V>(compute: () => V): (() => V) => {
  let made: { readonly value: V } | undefined;
  return () => {
    made ??= { value: compute() };
    return made.value;
  };
};
