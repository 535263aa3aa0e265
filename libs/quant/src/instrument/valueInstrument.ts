import { EXPECTED_OF, INSTRUMENT_REASONS, type InstrumentReason } from './fieldRules.js';
import type { InstrumentKernel } from './instrumentKernel.js';
import {
  allocateInstrumentOutputs,
  INSTRUMENT_OUTPUTS,
  type InstrumentOutput,
  RESULT_FIELD,
} from './instrumentOutputs.js';

export type InstrumentValues = Readonly<Record<InstrumentOutput, number>>;

/** Why an instrument has no value: which field, what was expected of it and what it was. */
export interface InstrumentFailure<Name extends string = string> {
  readonly kind: 'failure';
  readonly reason: Exclude<InstrumentReason, 'valued'>;
  readonly field: Name | 'result';
  readonly expected: string;
  readonly found: string;
}

export type InstrumentResult<Name extends string = string> =
  { readonly kind: 'valued'; readonly values: InstrumentValues } | InstrumentFailure<Name>;

/** Values one instrument: a row of the kernel's columns, with the same bits. Nothing throws on bad numbers. */
export function valueInstrument<Name extends string>(
  kernel: InstrumentKernel<Name>,
  input: Readonly<Partial<Record<Name, number>>>,
): InstrumentResult<Name> {
  const out = allocateInstrumentOutputs(1);
  const columns = kernel.names.map((name) => {
    const value = input[name];
    return value === undefined ? undefined : Float64Array.of(value);
  });
  kernel.valueRows(columns, out, { from: 0, to: 1, rows: undefined });
  const reason = INSTRUMENT_REASONS[out.reason[0]!]!;
  if (reason !== 'valued') {
    return instrumentFailure(kernel, reason, out.field[0]!, (name) => input[name] ?? kernel.fields[name].unless);
  }
  const values = INSTRUMENT_OUTPUTS.map((name) => [name, out[name][0]!] as const);
  return { kind: 'valued', values: Object.fromEntries(values) as Record<InstrumentOutput, number> };
}

/** The failure that a reason and a field of the output columns stand for. `found` gives what stood in the field. */
export function instrumentFailure<Name extends string>(
  kernel: InstrumentKernel<Name>,
  reason: Exclude<InstrumentReason, 'valued'>,
  field: number,
  found: (name: Name) => number | undefined,
): InstrumentFailure<Name> {
  const name = field === RESULT_FIELD ? undefined : kernel.names[field];
  if (name === undefined) {
    const expected = 'a price and Greeks that are finite numbers';
    return { kind: 'failure', reason, field: 'result', expected, found: 'one that overflows' };
  }
  return { kind: 'failure', reason, field: name, expected: expectedOf(kernel, name, reason), found: `${found(name)}` };
}

function expectedOf<Name extends string>(kernel: InstrumentKernel<Name>, name: Name, reason: InstrumentReason): string {
  switch (reason) {
    case 'invertedRange':
      return 'a high end above the low end';
    case 'hookReturnsDelta':
      return 'hooks that return no deltas (hookReturnsDelta, not modelled)';
    case 'notPositive':
      return EXPECTED_OF.positive;
    default:
      return EXPECTED_OF[kernel.fields[name].rule];
  }
}
