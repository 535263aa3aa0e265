import type { VenueCapabilities } from './capability.js';

/** A venue's table as its README has it, a line of Markdown each. */
export function capabilityTable({ kinds }: VenueCapabilities): readonly string[] {
  const rows = kinds.map(({ kind, transport, access, events, becomes, sequence, checksum }) => {
    const said = [events.join(', '), becomes].filter((part) => part !== '').join(': ');
    return [`\`${kind}\``, transport, access, said, sequence, checksum].join(' | ');
  });
  return [
    'message | over | access | becomes | counted by | checksum',
    '--- | --- | --- | --- | --- | ---',
    ...rows,
  ].map((row) => `| ${row} |`);
}

/** What holds for all of a venue's connections, as its README has it. */
export function termsList({ heartbeat, rateLimit, signing, sources }: VenueCapabilities): readonly string[] {
  return [
    `- **Heartbeat**: ${heartbeat}`,
    `- **Rate limit**: ${rateLimit}`,
    `- **Signing**: ${signing}`,
    ...sources.map((source) => `- **Source**: ${source}`),
  ];
}
