/**
 * Colours of the conditions, "all" first; of medium lightness, and distinguishable with any colour vision deficiency
 * (after Okabe and Ito, 2008).
 */
export const GROUP_COLOURS = ['currentColor', '#d97b29', '#3f8fd0', '#2fa37c', '#c264a0', '#a38a1f'];
export const SEVERITY_COLOURS = ['var(--t0)', 'var(--s1)', 'var(--s2)'];

export const NOMINAL = 'nominal' as const;
export const QUANTITATIVE = 'quantitative' as const;

export const SHARE = { domain: [0, 1], nice: false };

/** A share along an axis from 0 to 1. */
export const shareAxis = (field: string, title: string) => ({
  ...{ field, type: QUANTITATIVE, title, scale: SHARE },
  axis: { format: '.1f', values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
});

export const DIAGONAL = {
  data: {
    values: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  },
  mark: { type: 'line' as const, strokeDash: [3, 3], strokeWidth: 1, color: 'var(--muted)' },
  encoding: { x: { field: 'x', type: QUANTITATIVE }, y: { field: 'y', type: QUANTITATIVE } },
};

/** Frequency against probability, with greater points for more cases. Without any, there is no legend of sizes either. */
export const reliabilityLayers = <P extends object>(
  point: P,
  values: readonly object[],
  colour: { readonly color?: string } = {},
) => {
  const size = {
    ...{ field: 'count', type: QUANTITATIVE, title: 'locations' },
    scale: { type: 'sqrt' as const, range: [12, 260] },
    ...(values.length === 0 && { legend: null }),
  };
  return [
    DIAGONAL,
    { mark: { type: 'line' as const, strokeWidth: 1.8, ...colour }, encoding: point },
    { mark: { type: 'point' as const, filled: true, opacity: 0.9, ...colour }, encoding: { ...point, size } },
  ];
};

/** Cells of a matrix with their texts; the darker, the greater. */
export const shadedCells = <P extends object, T extends object>(
  place: P,
  { field, scale }: { readonly field: string; readonly scale: object },
  text: T,
) => [
  {
    mark: { type: 'rect' as const, color: 'var(--accent)' },
    encoding: { ...place, opacity: { field, type: QUANTITATIVE, scale, legend: null } },
  },
  { mark: 'text' as const, encoding: { ...place, text } },
];

/** One small plot for each group of conditions. */
export const conditionFacet = (titles: string[]) => ({
  facet: { field: 'conditions', type: NOMINAL, sort: titles, title: null },
  columns: 3,
});
