import type { VenueCapability } from './venueCapability.js';

/** A venue's table as its README has it, a line of Markdown each. */
export function capabilityTable(kinds: Readonly<Record<string, VenueCapability>>): readonly string[] {
  const rows = Object.entries(kinds).map(([kind, { over, access, becomes, sequence }]) =>
    [`\`${kind}\``, over, access, becomes || '–', sequence || '–'].join(' | '),
  );
  return ['message | over | access | becomes | counted by', '--- | --- | --- | --- | ---', ...rows].map(
    (row) => `| ${row} |`,
  );
}
