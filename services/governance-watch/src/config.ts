import { z } from 'zod';

const seconds = z
  .number()
  .int()
  .positive()
  .max(10 * 365 * 86_400);

/** A payloads controller and the terms that it gives to a payload at its creation. */
const deploymentSchema = z.strictObject({
  /** Its address; logs of another contract are quarantined. */
  controller: z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'Expected an address.'),
  /** From queued to executable, by the payload's highest access level. A level that is not named has no known times. */
  delaySecondsByAccessLevel: z.record(z.string().regex(/^[0-9]{1,3}$/, 'Expected an access level.'), seconds),
  /** From executable to expired. */
  graceSeconds: seconds,
  /** From created to expired, unless queued before. */
  expirySeconds: seconds,
});

/**
 * What a deployment may say about governance-watch. The terms of Polygon are those that its controller holds: the state
 * changes of payload 83 show a delay of 0x15180 s, a grace of 0x93a80 s and an expiry 35 days after its creation
 * (bgd-labs/seatbelt-gov-v3, reports/payloads/137). Of level 2 no payload is recorded, so its delay is not known here.
 */
export const governanceWatchConfigSchema = z.strictObject({
  deployments: z.record(z.string().min(1), deploymentSchema).default({
    'aave-v3:polygon': {
      controller: '0x401b5d0294e23637c18fcc38b1bca814cda2637c',
      delaySecondsByAccessLevel: { '1': 86_400 },
      graceSeconds: 7 * 86_400,
      expirySeconds: 35 * 86_400,
    },
  }),
});

export type GovernanceWatchConfig = z.infer<typeof governanceWatchConfigSchema>;
