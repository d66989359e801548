import type { SeriesKind } from '../domain/vocabulary.ts';

/** The sagittal kind that substitutes for a missing one. Axial series have no substitute. */
const SUBSTITUTES: Readonly<Partial<Record<SeriesKind, SeriesKind>>> = {
  'Sagittal T2/STIR': 'Sagittal T1',
  'Sagittal T1': 'Sagittal T2/STIR',
};

export interface SeriesChoice<S> {
  readonly series: S | undefined;
  /** True if a series of the other sagittal kind substitutes. */
  readonly substituted: boolean;
}

/** The first series of a kind, in the order of the descriptions; otherwise the first of the substitute kind. */
export const chooseSeries = <S extends { readonly kind: SeriesKind }>(
  all: readonly S[],
  kind: SeriesKind,
): SeriesChoice<S> => {
  const own = all.find((series) => series.kind === kind);
  if (own !== undefined) return { series: own, substituted: false };
  const substitute = all.find((series) => series.kind === SUBSTITUTES[kind]);
  return { series: substitute, substituted: substitute !== undefined };
};
