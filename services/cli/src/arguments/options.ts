import { usageFailure } from '../cliFailure.js';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What stands behind the option in the help, for example TIME. */
  readonly value?: string;
  readonly help: string;
  readonly multiple?: boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
export type OptionValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** The options of one call of a command. */
export class Options {
  constructor(private readonly values: OptionValues) {}

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  required(name: string, expected: string): string {
    const value = this.text(name);
    if (value === undefined) throw usageFailure(`Expected --${name} with ${expected}, it is missing.`);
    if (value.trim() === '') throw usageFailure(`Expected --${name} with ${expected}, was empty.`);
    return value;
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  list(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }

  oneOf<const T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined)
      throw usageFailure(`Expected --${name} with one of ${choices.join(', ')}, was "${value}".`);
    return chosen;
  }

  number(
    name: string,
    range: { readonly min: number; readonly max: number; readonly whole?: boolean },
  ): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
    const fits = number >= range.min && number <= range.max && (range.whole !== true || Number.isInteger(number));
    if (fits) return number;
    const kind = range.whole === true ? 'a whole number' : 'a number';
    throw usageFailure(`Expected --${name} with ${kind} from ${range.min} to ${range.max}, was "${value}".`);
  }
}
