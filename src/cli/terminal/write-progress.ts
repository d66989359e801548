/** Writes how many studies are done, now and then. */
export const writeProgress = (done: number, total: number): void => {
  if (done % 50 === 0 || done === total) process.stderr.write(`${done}/${total} studies\n`);
};

/** Writes which file of how many is being worked on. */
export const writeFileProgress = (file: string, done: number, total: number): void =>
  void process.stderr.write(`${done}/${total} ${file}\n`);
