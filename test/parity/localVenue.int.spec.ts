import { describe, expect, it } from 'vitest';
import { ANY_SIZE, compareVenues } from './localVenue/compareVenues.ts';

describe('parity local-venue', () => {
  it('finds each of a few faults, and ends as the venues stand', async () => {
    const lines: string[] = [];
    const { matched, total } = await compareVenues({ ...ANY_SIZE, GIMBAL_VENUE_SEED: '7' }, (line) => lines.push(line));
    expect(lines.filter((line) => line.includes('DIFFERS'))).toEqual([]);
    expect(matched).toBe(total);
    expect(total).toBe(9 + 9 + 6 + 6 + 8);
  });
});
