/**
 * Colours of the conditions, "all" first; of medium lightness, and distinguishable with any colour vision deficiency
 * (after Okabe and Ito, 2008).
 */
export const GROUP_COLOURS = ['currentColor', '#d97b29', '#3f8fd0', '#2fa37c', '#c264a0', '#a38a1f'];
export const SEVERITY_COLOURS = ['var(--t0)', 'var(--s1)', 'var(--s2)'];

export const NOMINAL = 'nominal' as const;
export const QUANTITATIVE = 'quantitative' as const;

export const SHARE = { domain: [0, 1], nice: false };
export const SHARE_AXIS = { format: '.1f', values: [0, 0.2, 0.4, 0.6, 0.8, 1] };

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
