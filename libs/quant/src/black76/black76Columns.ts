import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';
import { writeBlack76 } from './writeBlack76.js';

/**
 * Values every row of `inputs` into the same row of `out`, without allocation. Bad rows are marked in `out.reason`
 * and never stop the others. Throws RangeError when the columns differ in length, which is a fault of the caller.
 */
export function black76Columns(inputs: Black76InputColumns, out: Black76OutputColumns): void {
  const { forward, strike, tauYears, vol, ratePer1, isPut } = inputs;
  const length = forward.length;
  for (const name in inputs) requireLength(name, inputs[name as keyof Black76InputColumns], length);
  for (const name in out) requireLength(name, out[name as keyof Black76OutputColumns], length);
  for (let i = 0; i < length; i++) {
    writeBlack76(out, i, forward[i]!, strike[i]!, tauYears[i]!, vol[i]!, ratePer1[i]!, isPut[i] === 1);
  }
}

function requireLength(name: string, column: { readonly length: number }, length: number): void {
  if (column.length !== length)
    throw new RangeError(`Expected column ${name} of ${length} rows, was ${column.length}.`);
}
