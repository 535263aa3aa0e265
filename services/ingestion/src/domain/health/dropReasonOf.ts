/** Why a message came to nothing, in one word that can be counted. */
export const DROP_REASONS = ['refused', 'late', 'ahead_of_clock'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export function isDropReason(reason: string): reason is DropReason {
  return (DROP_REASONS as readonly string[]).includes(reason);
}

/** From the sentence with which admission quarantined it. */
export function dropReasonOf(sentence: string): DropReason {
  if (sentence.startsWith('Expected a time not after ')) return 'ahead_of_clock';
  return sentence.includes(' was the late ') ? 'late' : 'refused';
}
