import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEALTH_LINES, HEALTH_TARGET, type MarginCallLine, USAGE_LINES, USAGE_TARGET } from '@gimbal/risk-service';
import { expect, it } from 'vitest';

const CALLS = readFileSync(join(import.meta.dirname, '../../services/cli/src/commands/calls.ts'), 'utf8');

/** The CLI knows risk by its gRPC alone, which says the line that was passed, and its help says all of them. */
it('the help of gimbal calls names the lines that risk judges by', () => {
  const [warning, call, liquidatable] = thresholds(HEALTH_LINES);
  expect(CALLS).toContain(`a warning at ${warning}, a call at ${call}, liquidatable at ${liquidatable}`);
  expect(CALLS).toContain(`a cure leads to ${HEALTH_TARGET.toFixed(2)}.`);
  const [first, second, last] = thresholds(USAGE_LINES);
  expect(CALLS).toContain(`over equity: ${first}, ${second} and ${last}; a cure leads to ${USAGE_TARGET.toFixed(2)}.`);
});

function thresholds(lines: readonly MarginCallLine[]): readonly string[] {
  return lines.map(({ threshold }) => threshold.toFixed(2));
}
