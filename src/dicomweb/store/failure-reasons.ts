/** Known values of FailureReason (0008,1197), from PS3.18 Table I.2-1 and PS3.4 B.2.3. */
const REASONS: readonly (readonly [from: number, to: number, text: string])[] = [
  [0x0110, 0x0110, 'processing failed'],
  [0x0111, 0x0111, 'it is there already'],
  [0x0117, 0x0117, 'its SOPInstanceUID is invalid'],
  [0x0122, 0x0122, 'its SOP class is not supported'],
  [0x0124, 0x0124, 'not authorised'],
  [0x0131, 0x0131, 'it was coerced, which the server refuses'],
  [0xa700, 0xa7ff, 'the server is out of resources'],
  [0xa900, 0xa9ff, 'it does not match its SOP class'],
  [0xc000, 0xcfff, 'the server cannot understand it'],
];

export const DUPLICATE = 0x0111;
const OUT_OF_RESOURCES = [0xa700, 0xa7ff] as const;

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');

/** Readable reason why a server refused an instance. */
export const failureText = (code: number): string => {
  const known = REASONS.find(([from, to]) => code >= from && code <= to);
  return `${known?.[2] ?? 'a reason of its own'} (${hex(code)}H)`;
};

/** Whether a retry may succeed. */
export const isPassing = (code: number): boolean => code >= OUT_OF_RESOURCES[0] && code <= OUT_OF_RESOURCES[1];
