/** A request that can't be valued at all: the field at fault, as the proto names it, and the sentence. */
export interface Refusal {
  readonly kind: 'refused';
  readonly field: string;
  readonly message: string;
}

export function refusal(field: string, message: string): Refusal {
  return { kind: 'refused', field, message };
}
