import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { capabilityTable, termsList } from './capabilityTable.js';
import { VENUE_CAPABILITIES } from './venueCapabilities.js';
import { venueProtocolOf } from './venueProtocols.js';

/** Cells without what a formatter puts around them. */
const cells = (line: string): string => line.replace(/\s*\|\s*/g, '|').replace(/-{3,}/g, '---');

describe.each(VENUE_CAPABILITIES)('the table of $venue', (capabilities) => {
  const { venue, kinds } = capabilities;

  it('stands in its README, row by row, with what holds for its connections', () => {
    const lines = readFileSync(new URL(`./${venue}/README.md`, import.meta.url), 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('|')).map(cells)).toEqual(capabilityTable(capabilities).map(cells));
    expect(lines).toEqual(expect.arrayContaining([...termsList(capabilities)]));
  });

  it('names each kind once, and leaves nothing out', () => {
    const names = kinds.map(({ kind, transport }) => `${transport} ${kind}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { events, becomes, sequence, checksum } of kinds) {
      expect(events.length > 0 || becomes !== '').toBe(true);
      expect(sequence).not.toBe('');
      expect(checksum).not.toBe('');
    }
    for (const line of termsList(capabilities)) expect(line).not.toMatch(/: $/);
  });

  it('is that of a venue that can be read', () => {
    const feed = { id: 'f', decoder: 'venue-session', venue, staleAfterSeconds: 1, assumed: null } as const;
    expect(venueProtocolOf(feed)?.venue).toBe(venue);
  });
});
