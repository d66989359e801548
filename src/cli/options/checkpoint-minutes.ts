/** Default interval between checkpoints: a training killed within an epoch loses at most this much work. */
export const CHECKPOINT_MINUTES = 10;
