/** Where the governance files of a recorded day come from, and what was done to them. */
export function governanceSource(logsFile: string, payloadsFile: string, shiftSeconds: number): string {
  const days = Math.floor(shiftSeconds / 86_400);
  const time = new Date((shiftSeconds % 86_400) * 1000).toISOString().slice(11, 19);
  return `## bgd-labs/seatbelt-gov-v3

Repository https://github.com/bgd-labs/seatbelt-gov-v3, commit 8c23bca5f84a22ebef6d533af25302f137ebd1bf, licence MIT.
Added by \`test/data/recordings/makeGovernance.ts\`, after \`make.ts\`:

| file | what it holds | path there |
| --- | --- | --- |
| ${logsFile} | the logs PayloadCreated and PayloadQueued of payload 83, as the chain gave them but for their times | src/cache |
| ${payloadsFile} | the percentages of reserves before and after it, as simulated | reports/payloads/137/0x401B5D0294E23637c18fcc38b1Bca814CDa2637C/83.md |

**Recorded**: the logs of the payloads controller on Polygon (topics, data, block, transaction), the time from created to
queued, and each percentage before and after; the threshold of WETH before it, 82.5 %, is the one of this recording.
**Assumed**: the day. The payload was created on 26 September 2024 at 09:52:31 and queued on 30 September 2024 at
11:19:39 UTC. Both block times are earlier here by ${shiftSeconds} s (${days} days and ${time}), so that it is queued on the
recorded day at 21:05:00; block numbers and hashes are left as they were. It was executed 86,409 s after it was queued,
which is after the end of the day, so that log is not part of the recording.
Why not one of the day: of the proposals of 2023 (https://github.com/bgd-labs/aave-proposals, commit
e84af0027a03044e9f45f8e86d183979f334c78f, licence MIT) none changes the LTV or threshold of WETH or USDC on Polygon's v3
market; those of August and September 2023 on it change caps, freeze reserves and stop the borrowing of CRV, all under
governance v2, whose payload logs were not recorded. Of the payloads recorded since, from November 2023 on, 83 is the one
that changes WETH's threshold there; 23 (December 2023) and later ones change USDC's, which the book only owes.

`;
}
