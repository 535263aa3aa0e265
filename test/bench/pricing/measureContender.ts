import type { Contender } from './contenders/contender.ts';
import { largestTerms, naturalScales } from './largestTerms.ts';
import { type Errors, measureErrors } from './measureErrors.ts';
import { type Black76Reference, QUANTITIES, type Quantity } from './readReference.ts';

export interface Measured {
  readonly name: string;
  readonly kind: string;
  /** Of the quantities that it has. */
  readonly errors: Partial<Record<Quantity, { readonly noRate: Errors; readonly rate: Errors; readonly all: Errors }>>;
}

/** Every error of one contender on the cases of the reference. */
export async function measureContender(contender: Contender, reference: Black76Reference): Promise<Measured> {
  const yardsticks = { scales: naturalScales(reference), terms: largestTerms(reference) };
  const hasRate = (row: number): boolean => reference.inputs.ratePer1[row] !== 0;
  const { name, kind } = contender;
  const prepared = await contender.prepare({ task: 'greeks', inputs: reference.inputs });
  const answers = await prepared.answers();
  prepared.close();
  const errors: Measured['errors'] = {};
  for (const quantity of QUANTITIES) {
    const found = answers[quantity];
    if (found === undefined) continue;
    const of = (wanted: (row: number) => boolean): Errors =>
      measureErrors(reference, yardsticks, quantity, found, wanted);
    errors[quantity] = { noRate: of((row) => !hasRate(row)), rate: of(hasRate), all: of(() => true) };
  }
  return { name, kind, errors };
}
