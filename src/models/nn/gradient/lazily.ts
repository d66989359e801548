/** A value computed once, on first use. */
export const lazily = <V>(compute: () => V): (() => V) => {
  let made: { readonly value: V } | undefined;
  return () => {
    made ??= { value: compute() };
    return made.value;
  };
};
