let asked = false;

/** Lets the process end with its command, even if something foreign still keeps it alive. */
export const endWithCommand = (): void => {
  asked = true;
};

/** Ends the process, with `process.exitCode`, once its output has been written. */
export const endIfAsked = (): void => {
  if (asked) process.stdout.write('', () => process.exit());
};
