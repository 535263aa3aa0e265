import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { capabilityTable } from './capabilityTable.js';
import { DERIBIT_CAPABILITIES, DERIBIT_CONNECTION } from './deribit/capabilities.js';
import { DERIVE_CAPABILITIES, DERIVE_CONNECTION } from './derive/capabilities.js';

/** Cells without what a formatter puts around them. */
const cells = (line: string): string => line.replace(/\s*\|\s*/g, '|').replace(/-{3,}/g, '---');

describe.each([
  { venue: 'deribit', table: DERIBIT_CAPABILITIES, connection: DERIBIT_CONNECTION },
  { venue: 'derive', table: DERIVE_CAPABILITIES, connection: DERIVE_CONNECTION },
])('the README of $venue', ({ venue, table, connection }) => {
  it('has the table of its capabilities, row by row, and what is said of its connection', () => {
    const text = readFileSync(new URL(`./${venue}/README.md`, import.meta.url), 'utf8');
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    expect(lines.map(cells)).toEqual(capabilityTable(table).map(cells));
    for (const said of Object.values(connection)) expect(text).toContain(said);
  });
});
