/** So much work a training may lose when it is killed within an epoch, unless the command line says otherwise. */
export const CHECKPOINT_MINUTES = 10;
