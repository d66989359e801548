/** Stands for every fact that neither the run folder nor the user states. */
export const NOT_RECORDED = 'not recorded';
