import { describe, expect, it } from 'vitest';
import { CliFailure } from '../cliFailure.js';
import type { Command } from '../command.js';
import { parseCommandLine } from './parseCommandLine.js';

const command: Command = {
  name: 'trade',
  operands: 'PORTFOLIO',
  operandCount: { min: 1, max: 1 },
  summary: 'For this test.',
  options: {
    quantity: { type: 'string', value: 'N', help: '' },
    from: { type: 'string', value: 'PLACE', multiple: true, help: '' },
    yes: { type: 'boolean', help: '' },
  },
  run: () => Promise.resolve(0),
};

function failureOf(act: () => unknown): CliFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof CliFailure) return error;
    throw error;
  }
  throw new Error('Expected a failure, there was none.');
}

describe('parseCommandLine', () => {
  it('reads operands and options in any order', () => {
    const { positionals, options } = parseCommandLine(command, [
      '--yes',
      'main',
      '--quantity',
      '5',
      '--from',
      'a',
      '--from=b',
    ]);
    expect(positionals).toEqual(['main']);
    expect(options.flag('yes')).toBe(true);
    expect(options.text('quantity')).toBe('5');
    expect(options.list('from')).toEqual(['a', 'b']);
  });

  it.each(['-5', '-0.25', '-.5'])('takes %s for a value, not for an option', (quantity) => {
    expect(parseCommandLine(command, ['main', '--quantity', quantity]).options.text('quantity')).toBe(quantity);
  });

  it.each([
    [['main', '--nope'], /'--nope'.*gimbal help trade/],
    [['main', '--quantity'], /--quantity/],
    [['main', '-x'], /-x/],
    [[], /Expected PORTFOLIO behind trade, was nothing/],
    [['main', 'twin'], /was "main twin"/],
  ])('refuses %j as the caller’s mistake', (words, message) => {
    const failure = failureOf(() => parseCommandLine(command, words));
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(message);
  });
});

describe('Options', () => {
  const optionsOf = (quantity: string) => parseCommandLine(command, ['main', `--quantity=${quantity}`]).options;

  it('reads numbers within a range', () => {
    expect(optionsOf('65535').number('quantity', { min: 0, max: 65_535, whole: true })).toBe(65_535);
    expect(optionsOf('1.5').number('quantity', { min: 0, max: 2 })).toBe(1.5);
  });

  it.each(['65536', '1.5', '-1', '1e3', '0x10', '', ' 1', 'NaN'])('refuses "%s" for a port', (text) => {
    expect(failureOf(() => optionsOf(text).number('quantity', { min: 0, max: 65_535, whole: true })).exitCode).toBe(2);
  });

  it('names the choices', () => {
    expect(failureOf(() => optionsOf('c').oneOf('quantity', ['a', 'b'])).message).toBe(
      'Expected --quantity with one of a, b, was "c".',
    );
  });

  it('names what is missing', () => {
    const { options } = parseCommandLine(command, ['main']);
    expect(failureOf(() => options.required('quantity', 'a decimal number')).message).toBe(
      'Expected --quantity with a decimal number, it is missing.',
    );
  });
});
